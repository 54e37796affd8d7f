"""Sentences that hold names and values from input, fit to print."""

from catalogc.model.secret_shape import find_secret

_MASK = "***"


def without_secret(text: str) -> str:
    """Cut a text off where something is written as secrets are, such as a password in a URL."""
    shape = find_secret(text)
    return text if shape is None else text[: shape.start] + _MASK
