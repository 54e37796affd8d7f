"""Edits of source text that remove findings; they change no other byte."""
