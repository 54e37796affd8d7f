"""Paths of values in templates."""

ANY = "\0"
"""A key or index that only a render knows; in a text, a piece that only a render knows."""

ValuePath = tuple[str, ...]
