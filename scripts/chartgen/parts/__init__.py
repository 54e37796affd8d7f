"""Groups of fields that several charts have."""
