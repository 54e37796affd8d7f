"""Stage 3: documents in, adapters, clusters, leaves and releases out."""
