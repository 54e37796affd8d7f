"""Toggles that take an object away which others still name."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.resource import Resource
from catalogc.model.source import FieldPath, format_path
from catalogc.origin.chart_check.references import Reference, Use, provided, uses
from catalogc.origin.chart_check.subject import Subject, Trials, changed
from catalogc.origin.chart_check.unread import schema_fields
from catalogc.origin.trees import scalars

RULE = "dangling-toggle"


def toggle_findings(subject: Subject, trials: Trials) -> Iterator[Finding]:
    """Report booleans that remove an object without its replacement.

    A boolean does so if the object is there with one of its values, is not there with the other
    one, and some object of the second render still names it; the name says which kind it means.
    A Secret that a controller makes of another object counts as there.
    """
    seen: set[tuple[FieldPath, Reference]] = set()
    for values, base in trials.lawful():
        toggles = list(_toggles(subject, values))
        flipped = [changed(subject, values, path, not value) for path, value in toggles]
        results = trials.render(flipped)
        for (path, value), result in zip(toggles, results, strict=True):
            if result.failure is not None:
                continue
            for use in _left_dangling(base.resources, result.resources):
                if (path, use.target) not in seen:
                    seen.add((path, use.target))
                    yield _finding(subject, path, new=not value, use=use, before=base.resources)


def _toggles(subject: Subject, values: Mapping[str, Any]) -> Iterator[tuple[FieldPath, bool]]:
    effective = subject.effective(values)
    seen = set()
    for path, value in scalars(effective):
        if isinstance(value, bool):
            seen.add(path)
            yield path, value
    for path in schema_fields(subject):
        if path not in seen and 0 not in path and subject.law.part(path).get("type") == "boolean":
            yield path, False


def _left_dangling(before: tuple[Resource, ...], after: tuple[Resource, ...]) -> Iterator[Use]:
    removed = provided(before) - provided(after)
    if not removed:
        return
    for use in uses(after):
        if use.target in removed:
            yield use


def _finding(
    subject: Subject, path: FieldPath, *, new: bool, use: Use, before: tuple[Resource, ...]
) -> Finding:
    kind, name = use.target
    state = "true" if new else "false"
    user = f"{use.resource.kind}/{use.resource.name}"
    related = [Label(subject.template_at(use.resource.template, 1), "is rendered from here")]
    related += [
        Label(subject.template_at(item.template, 1), f"renders {kind} {name}")
        for item in before
        if (item.kind, item.name) == (kind, name)
    ]
    return Finding(
        RULE,
        Severity.WARNING,
        f"with {format_path(path)}: {state}, {kind} {name} is gone, and {format_path(use.path)} "
        f"of {user} still names it",
        subject.at(path),
        label=f"removes {kind} {name} without a replacement",
        field=path,
        related=tuple(related),
        help="remove the reference together with the object, or let a value name the replacement",
    )
