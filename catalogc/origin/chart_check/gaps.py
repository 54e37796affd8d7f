"""Values that templates read and the schema, or values.yaml, does not know."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.finding import Finding, Severity
from catalogc.model.source import FieldPath, format_path, get_in
from catalogc.origin.chart_check.paths import ANY, ValuePath
from catalogc.origin.chart_check.reads import Read, values_in
from catalogc.origin.chart_check.subject import Subject
from catalogc.origin.trees import ABSENT

UNDECLARED = "undeclared-value"
MISSING = "missing-default"


def gap_findings(subject: Subject) -> Iterator[Finding]:
    """Report values missing from the schema, and missing defaults; each once, where it is read."""
    if subject.is_library:
        return  # its values are those of its users
    reported: set[FieldPath] = set()
    for read in sorted(_own(subject), key=lambda item: (item.file, item.line)):
        path = _named(read.path)
        if not path or path[0] == "global":
            continue
        gap = _unknown_to_schema(subject, path)
        if gap is not None and gap not in reported and not _is_known_default(subject, gap):
            reported.add(gap)
            yield _undeclared(subject, gap, read)
        elif gap is None and path not in reported and _lacks_default(subject, read):
            reported.add(path)
            yield _missing(subject, path, read)


def _own(subject: Subject) -> Iterator[Read]:
    """Reads of the chart's own templates; what a chart below may read is for others, too."""
    below = {read.path for read in subject.reads.reads if read.file.startswith("charts/")}
    for read in subject.reads.reads:
        if read.file.startswith("templates/") and read.path not in below:
            yield read


def _named(path: ValuePath) -> ValuePath:
    """The part of a path up to what only a render knows."""
    for depth, part in enumerate(path):
        if ANY in part:
            return path[:depth]
    return path


def _unknown_to_schema(subject: Subject, path: ValuePath) -> FieldPath | None:
    """The shortest part of a path that a schema with fields does not know."""
    if not subject.schema:
        return None
    for depth in range(1, len(path) + 1):
        parent = subject.law.part(path[: depth - 1])
        if not _has_fields(parent):
            return None
        if not _knows(subject, path[: depth - 1], path[depth - 1]):
            return path[:depth]
    return None


def _has_fields(part: Any) -> bool:
    return "properties" in part or part.get("additionalProperties") is False


def _knows(subject: Subject, parent: ValuePath, name: str) -> bool:
    if subject.law.part((*parent, name)):
        return True
    part = subject.law.part(parent)
    return any(name in branch.get("properties", {}) for branch in _branches(part))


def _branches(part: Any) -> Iterator[Any]:
    if isinstance(part, dict):
        yield part
        for keyword in ("allOf", "anyOf", "oneOf"):
            for branch in part.get(keyword, ()):
                yield from _branches(branch)
        for keyword in ("if", "then", "else"):
            yield from _branches(part.get(keyword))


def _is_known_default(subject: Subject, path: FieldPath) -> bool:
    """Whether values.yaml sets it and the schema lets everything through."""
    part = subject.law.part(path[:-1])
    is_open = part.get("additionalProperties", True) is not False
    return is_open and _default(subject, path) is not ABSENT


def _undeclared(subject: Subject, path: FieldPath, read: Read) -> Finding:
    part = subject.law.part(path[:-1])
    is_closed = part.get("additionalProperties", True) is False
    name = format_path(path)
    return Finding(
        UNDECLARED,
        Severity.ERROR if is_closed else Severity.WARNING,
        f"{name} is read here, and values.schema.json "
        + ("refuses it" if is_closed else "does not describe it"),
        subject.template_at(read.file, read.line),
        label=f"nobody can set {name}" if is_closed else "any value is accepted",
        field=path,
        help=f"add {name} to values.schema.json, or remove what reads it",
    )


def _lacks_default(subject: Subject, read: Read) -> bool:
    """Whether a value may be missing where a template needs it."""
    if not read.unguarded or _named(read.path) != read.path:
        return False
    if _default(subject, read.path) is not ABSENT or _is_required(subject, read.path):
        return False
    asked = {value for condition in read.conditions for value in values_in(condition)}
    return not any(read.path[: len(value)] == value for value in asked if value)


def _is_required(subject: Subject, path: ValuePath) -> bool:
    """Whether the schema asks for it, or for what it is in, perhaps under a condition."""
    return any(
        path[depth] in branch.get("required", ())
        for depth in range(len(path))
        for branch in _branches(subject.law.part(path[:depth]))
    )


def _default(subject: Subject, path: FieldPath) -> Any:
    return get_in(subject.chart.defaults.data, path, ABSENT)


def _missing(subject: Subject, path: FieldPath, read: Read) -> Finding:
    name = format_path(path)
    return Finding(
        MISSING,
        Severity.WARNING,
        f"{name} is read without a default, and values.yaml does not have it",
        subject.template_at(read.file, read.line),
        label="empty, or a crash, unless the user sets it",
        field=path,
        help=f"add {name} to values.yaml, or read it with `default` or `required`",
    )
