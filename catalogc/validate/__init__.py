"""Validate: rendered objects against schemas, rules and policies."""
