"""catalogc: the compiler and linter for GitOps catalogs."""

__version__ = "0.1.0"

CONFIG_FILE = "catalogc.yaml"
"""What a catalog repository has at its root."""

BASELINE_FILE = ".catalogc-baseline.json"
"""Known findings, in the root of a catalog repository."""

BASELINE_VERSION = 1
