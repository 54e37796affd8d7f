"""CustomResourceDefinitions in, strict JSON Schemas out."""
