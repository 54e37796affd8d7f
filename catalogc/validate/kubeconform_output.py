"""What kubeconform prints, read strictly: anything unexpected is refused, never guessed at.

The shape is that of ``-output json -summary -verbose`` in kubeconform 0.7.
"""

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_SHOWN_BYTES = 200


class UnexpectedOutputError(Exception):
    """The output is not what kubeconform prints; the message says how it differs."""


class Status(StrEnum):
    """kubeconform's answer about one document."""

    VALID = "statusValid"
    INVALID = "statusInvalid"
    ERROR = "statusError"
    SKIPPED = "statusSkipped"


_SUMMARY = {
    "valid": Status.VALID,
    "invalid": Status.INVALID,
    "errors": Status.ERROR,
    "skipped": Status.SKIPPED,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """kubeconform's answer about one document.

    Attributes:
        version: the apiVersion.
        message: all that is wrong, on one line; empty for a valid object.
        errors: path and message of the outermost problems alone.
    """

    kind: str
    name: str
    version: str
    status: Status
    message: str = ""
    errors: tuple[tuple[str, str], ...] = ()


def read_verdicts(stdout: bytes, exit_status: int) -> list[Verdict]:
    """Read the verdicts in the order that kubeconform reached them.

    Args:
        stdout: what it printed.
        exit_status: 0 where all is valid, else 1.

    Raises:
        UnexpectedOutputError: it is no JSON, has another shape, its summary counts something
            else than it lists, or the exit status says otherwise.
    """
    try:
        data = json.loads(stdout)
    except (ValueError, RecursionError):
        raise UnexpectedOutputError(f"it printed no JSON{_beginning(stdout)}") from None
    rows, summary = _parts(data)
    verdicts = [_verdict(row) for row in rows]
    counted = Counter(verdict.status for verdict in verdicts)
    for name, status in _SUMMARY.items():
        if summary.get(name) != counted[status]:
            raise UnexpectedOutputError(
                f"its summary says {name}: {json.dumps(summary.get(name))}, "
                f"and it lists {counted[status]}"
            )
    _check_exit_status(exit_status, counted)
    return verdicts


def _parts(data: Any) -> tuple[list[Any], dict[str, Any]]:
    if not isinstance(data, dict):
        raise UnexpectedOutputError("its JSON is no object")
    rows, summary = data.get("resources"), data.get("summary")
    if not isinstance(rows, list) or not isinstance(summary, dict):
        raise UnexpectedOutputError("its JSON has no list of resources, or no summary")
    return rows, summary


def _verdict(row: Any) -> Verdict:
    if not isinstance(row, dict):
        raise UnexpectedOutputError("its JSON lists something that is no object")
    name = _text(row, "status")
    try:
        status = Status(name)
    except ValueError:
        shown = json.dumps(name)[:_SHOWN_BYTES]
        raise UnexpectedOutputError(f"it answers with the unknown status {shown}") from None
    errors = row.get("validationErrors") or []
    if not isinstance(errors, list) or not all(isinstance(error, dict) for error in errors):
        raise UnexpectedOutputError("its JSON lists validationErrors that are no objects")
    return Verdict(
        kind=_text(row, "kind"),
        name=_text(row, "name"),
        version=_text(row, "version"),
        status=status,
        message=_text(row, "msg"),
        errors=tuple((_text(error, "path"), _text(error, "msg")) for error in errors),
    )


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise UnexpectedOutputError(f"its JSON has a {key} that is no text")
    return value


def _check_exit_status(exit_status: int, counted: Counter[Status]) -> None:
    expected = int(bool(counted[Status.INVALID] or counted[Status.ERROR]))
    if exit_status != expected:
        raise UnexpectedOutputError(
            f"it ended with exit status {exit_status}, and its answers mean {expected}"
        )


def _beginning(stdout: bytes) -> str:
    text = stdout[:_SHOWN_BYTES].decode(errors="replace").strip()
    return f", but {json.dumps(text, ensure_ascii=False)}" if text else " at all"
