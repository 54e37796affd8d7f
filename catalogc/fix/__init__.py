"""Fixes: edits of source text that keep every byte that they are not about."""
