"""Stage 7: everything in, a tree of files out."""
