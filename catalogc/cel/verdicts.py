"""What a policy says about an object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Field = list[str | int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Anything but a pass.

    Attributes:
        policy: its name.
        resource: index of the object in the release; -1 for the release as a whole.
        status: ``fail`` (an expression is false), ``error`` (an expression cannot be evaluated on
            this object, which refuses it, too) or ``unknown`` (nobody can tell here).
        path: field of the policy whose expression it is.
        fields: fields of the object, or of the values, that it is about, the likeliest first.
        actions: what Kubernetes would do: Deny, Warn, Audit.
        reason: the policy's own reason, or why nothing is known.
    """

    policy: str
    resource: int
    status: str
    message: str
    path: Field
    fields: list[Field] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    binding: str = ""
    reason: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Problem:
    """An expression that is not valid.

    Attributes:
        path: its field of the policy.
        line: of the expression, from 1; 0 where it is not known.
        column: of the line, from 1.
    """

    policy: str
    path: Field
    message: str
    line: int = 0
    column: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return the problem as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping as it is, and anything else as an empty one."""
    return value if type(value) is dict or isinstance(value, Mapping) else {}


def sequence(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []
