"""YAML exactly as Helm reads it, and YAML that Helm reads back unchanged."""
