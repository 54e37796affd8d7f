"""Stage 2: bytes in, documents with positions out."""
