"""The first lines of generated files of the Backstage tree, by which they are known again."""

WRITTEN = "Written by catalogc backstage."
DERIVED = f"{WRITTEN} For Backstage alone: catalogc does not read it."
"""Of files that say nothing which the leaves and charts do not say."""
