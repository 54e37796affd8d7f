"""The nouns of catalogc as frozen dataclasses. Standard library only, no I/O."""
