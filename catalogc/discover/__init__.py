"""Stage 1: a repository in, the files that matter out."""
