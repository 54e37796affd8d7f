"""Findings and a summary in, text of one format out."""
