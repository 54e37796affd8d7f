"""Describe the adapters to editors, forms and portals: schemas, types, Backstage entities."""
