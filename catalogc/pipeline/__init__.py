"""From a repository to findings and rendered objects: all stages in one place."""

from catalogc.pipeline.compilation import (
    Backend,
    Compilation,
    Made,
    Prepare,
    Select,
    environment_names,
)
from catalogc.pipeline.stages import compile_catalog

__all__ = [
    "Backend",
    "Compilation",
    "Made",
    "Prepare",
    "Select",
    "compile_catalog",
    "environment_names",
]
