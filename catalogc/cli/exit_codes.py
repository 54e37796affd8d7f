"""Exit codes, the same in every format."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a run ends with."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3
    BUG = 4
    INTERRUPTED = 130
