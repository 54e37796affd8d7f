"""What changes between two compilations, and what will happen when Argo CD applies it."""
