"""Values of Kubernetes' own types (Quantity, URL, IP, ...) as the engine can carry them.

The engine has no opaque values, so one is a list of its type's name and a canonical text: equal
values are equal lists, and operators on it (``<``, ``+`` with a string) fail as they do in
Kubernetes. The checker sees the real type.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

QUANTITY = "kubernetes.Quantity"
URL = "kubernetes.URL"
IP = "net.IP"
CIDR = "net.CIDR"
SEMVER = "kubernetes.Semver"
FORMAT = "kubernetes.NamedFormat"

OPAQUE = frozenset({QUANTITY, URL, IP, CIDR, SEMVER, FORMAT})
_MARK = "\x01"  # the engine cuts a text at a NUL


@dataclass(frozen=True, slots=True)
class Function:
    """One overload of a function of Kubernetes.

    Attributes:
        parameters: CEL types; the first one is the receiver of a member function.
        implementation: takes plain values, and of an opaque one what was wrapped; returns
            likewise; raises ValueError with a message for the user.
        since: first minor version of Kubernetes 1.x that has it.
    """

    name: str
    parameters: tuple[str, ...]
    result: str
    implementation: Callable[..., Any]
    member: bool = False
    since: int = 0


def wrap(kind: str, value: Any) -> list[Any]:
    """Return an opaque value for the engine: a text, or a tuple that starts with one."""
    return [_MARK + kind, *((value,) if isinstance(value, str) else value)]


def unwrap(value: list[Any]) -> Any:
    """Return what was wrapped."""
    return value[1] if len(value) == 2 else tuple(value[1:])


def opaque_kind(value: object) -> str | None:
    """Return the type of an opaque value that came from the engine; None for any other value."""
    if isinstance(value, list) and 1 < len(value) < 4 and isinstance(value[0], str):
        kind = value[0][1:]
        return kind if value[0].startswith(_MARK) and kind in OPAQUE else None
    return None
