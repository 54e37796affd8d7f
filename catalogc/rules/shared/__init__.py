"""What several rules need to know of leaves and charts."""
