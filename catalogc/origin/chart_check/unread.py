"""Values that nothing reads, and values that are read only while a toggle is on."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.model.display import listing
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.source import FieldPath, format_path, get_in
from catalogc.model.suggestion import nearest
from catalogc.origin.chart_check.gates import Gate, dormant_gates, wording
from catalogc.origin.chart_check.reads import DEAD, DORMANT, live_names, lookup_in
from catalogc.origin.chart_check.subject import Subject, Trials, changed
from catalogc.origin.trees import compare, scalars

_MOST_DEPTH = 8


def unread_findings(subject: Subject, trials: Trials) -> Iterator[Finding]:
    """Report what nothing reads; each is tried out before it is said."""
    suspects = [path for path in known_values(subject) if _is_suspect(subject, path)]
    alive = _alive(subject, trials, suspects)
    dead = {path for path in suspects if path not in alive}
    live = live_names(subject.reads)
    for path in _outermost(subject, dead):
        default = lookup_in(subject.chart.defaults.data)(tuple(map(str, path)))
        if subject.reads.renders_values and default == {}:
            yield _for_templates_of_users(subject, path)
            continue
        guess = nearest(format_path(path), [name for name in live if name != format_path(path)])
        yield Finding(
            DEAD,
            Severity.ERROR,
            f"no template reads {format_path(path)}",
            subject.at(path),
            label="changes nothing in what is rendered",
            field=path,
            help=f"did you mean {guess}?" if guess else "remove it, or read it in a template",
        )


def _for_templates_of_users(subject: Subject, path: FieldPath) -> Finding:
    """An empty mapping may be there for texts that users give to ``tpl``."""
    return Finding(
        DEAD,
        Severity.INFO,
        f"no template reads {format_path(path)}; a text that a user gives to `tpl` might",
        subject.at(path),
        label="may change nothing in what is rendered",
        field=path,
        help="remove it, read it in a template, or mark it with `x-catalogc-read: true` in "
        "values.schema.json",
        unknown=True,
    )


def dormant_findings(subject: Subject) -> Iterator[Finding]:
    """Report defaults that have no effect until a toggle is changed, by toggle."""
    defaults = subject.chart.defaults.data
    lookup = lookup_in(defaults)
    by_gates: dict[tuple[Gate, ...], list[FieldPath]] = {}
    for path, _ in scalars(defaults):
        gates = dormant_gates(subject.reads, path, lookup)
        if gates and not subject.is_read_outside(path):
            by_gates.setdefault(gates, []).append(path)
    for gates, paths in by_gates.items():
        names = listing([format_path(path) for path in paths])
        verb, waits = ("is", "value waits") if len(paths) == 1 else ("are", "values wait")
        yield Finding(
            DORMANT,
            Severity.INFO,
            f"{names} {verb} read only when {wording(gates)}",
            subject.at(gates[0].path),
            label=f"{len(paths)} {waits} for this",
            field=gates[0].path,
            related=tuple(Label(subject.at(path), "has no effect until then") for path in paths),
        )


def known_values(subject: Subject) -> Iterator[FieldPath]:
    """Yield the paths of all values that values.yaml or the schema name."""
    seen = set()
    for path, _ in scalars(subject.chart.defaults.data):
        if path:
            seen.add(path)
            yield path
    for path in schema_fields(subject):
        if path not in seen and not any(other[: len(path)] == path for other in seen):
            seen.add(path)
            yield path


def schema_fields(subject: Subject) -> Iterator[FieldPath]:
    """Yield the paths of the schema's fields that have no fields of their own."""

    def walk(path: FieldPath) -> Iterator[FieldPath]:
        part = subject.law.part(path)
        names = property_names(part, subject)
        if not names or len(path) > _MOST_DEPTH:
            if path:
                yield path
            return
        for name in names:
            inner = (*path, name)
            items = subject.law.part((*inner, 0))
            yield from walk((*inner, 0) if property_names(items, subject) else inner)

    if subject.schema:
        yield from walk(())


def property_names(part: Mapping[str, Any], subject: Subject) -> list[str]:
    """Names of the properties of a part of the schema, with those of its branches."""
    found = dict.fromkeys(part.get("properties", {}))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in part.get(keyword, ()):
            if isinstance(branch, dict):
                found.update(dict.fromkeys(property_names(branch, subject)))
    return list(found)


def _is_suspect(subject: Subject, path: FieldPath) -> bool:
    return not subject.reads.is_read(path) and not subject.is_read_outside(path)


def _alive(subject: Subject, trials: Trials, suspects: list[FieldPath]) -> set[FieldPath]:
    """Those whose change changes something after all."""
    alive: set[FieldPath] = set()
    if not suspects:
        return alive
    for values, base in trials.sound():
        effective = subject.effective(values)
        tried = [(path, other) for path in suspects for other in _others(subject, effective, path)]
        changes = [changed(subject, values, path, other) for path, other in tried]
        for (path, _), result in zip(tried, trials.render(changes), strict=True):
            if result.failure is not None or compare(base.resources, result.resources):
                alive.add(path)
    return alive


def _others(subject: Subject, effective: Mapping[str, Any], path: FieldPath) -> Iterator[Any]:
    """Another value; and none, because a mapping may be asked whether anything is in it."""
    value = get_in(effective, path)
    if value is not None:
        yield None
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1000
    elif isinstance(value, str) and value:
        yield f"{value}x"
    else:
        kind = subject.law.part(path).get("type")
        by_kind = {"array": ["x"], "object": {"x": "x"}, "integer": 1000, "boolean": True}
        fallback: Any = {"x": "x"} if isinstance(value, dict) else "x"
        fallback = ["x"] if isinstance(value, list) else fallback
        yield by_kind.get(kind, fallback) if isinstance(kind, str) else fallback


def _outermost(subject: Subject, dead: set[FieldPath]) -> Iterator[FieldPath]:
    """Yield the paths to report: a mapping where all of it is dead, and nothing asks for itself."""
    known = set(known_values(subject))
    reported: set[FieldPath] = set()
    for path in sorted(dead, key=format_path):
        for depth in range(1, len(path) + 1):
            start = path[:depth]
            if start in reported:
                break
            whole = all(other in dead for other in known if other[:depth] == start)
            if whole and (start == path or _is_suspect(subject, start)):
                reported.add(start)
                yield start
                break
