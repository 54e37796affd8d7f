"""What applying a change does, one module an effect; ``registry`` has them all."""
