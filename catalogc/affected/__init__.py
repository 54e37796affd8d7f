"""Which leaves a change can reach, and what of an earlier output still holds for the others."""
