"""catalogc: the compiler and linter for GitOps catalogs."""

__version__ = "0.1.0"
