"""What a run needs and this machine or installation does not have."""


class UnavailableError(Exception):
    """A tool or a part of the installation cannot be used; the message says why."""
