"""A quantity is well-formed, and yet cannot be meant."""

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from catalogc.model.adapter import Adapter
from catalogc.model.display import show
from catalogc.model.finding import Applicability, Finding
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.amounts import Nonsense, kind_of, nonsense
from catalogc.rules.shared.chart_facts import ANY, PerChart, quantity_fields
from catalogc.rules.shared.container_resources import RESOURCES
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.written import blame, is_written, rewriting

SLUG = "quantity"

_Fields = dict[str | int, Any]
_ALWAYS = tuple(
    (*RESOURCES, part, name)
    for part in ("requests", "limits")
    for name in ("cpu", "memory", "ephemeral-storage")
)


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge container.resources, and every field that the schema takes quantities for.

    The fix of a unit that was mistaken is unsafe: it changes what the workload gets.
    """
    found: list[tuple[FieldPath, Any]] = []
    _collect(release.effective.data, _fields(release.adapter), (), found)
    reporter = Reporter(SLUG, release, context)
    for path, value in found:
        wrong = _text_wrong(path, value) if isinstance(value, str) else _wrong(path, value)
        if wrong is not None:
            yield _finding(path, value, wrong, reporter)


@PerChart
def _fields(adapter: Adapter) -> _Fields:
    """Return the fields to judge as a tree of their paths."""
    fields: _Fields = {}
    for path in (*_ALWAYS, *quantity_fields(adapter)):
        node = fields
        for part in path:
            node = node.setdefault(part, {})
    return fields


def _wrong(path: FieldPath, value: Any) -> Nonsense | None:
    kind = kind_of(path)
    return nonsense(kind, value) if kind else None


_text_wrong = functools.lru_cache(maxsize=4096)(_wrong)  # leaves share most of their amounts


def _finding(path: FieldPath, value: Any, wrong: Nonsense, reporter: Reporter) -> Finding:
    release = reporter.release
    fixes = rewriting(release, path, wrong.instead) if wrong.instead else ()
    return reporter.finding(
        path,
        f"{format_path(path)} is {show(value)}, {wrong.problem}",
        label=wrong.label,
        remedy=wrong.remedy,
        location=blame(release, path) if is_written(release, path) else None,
        fixes=fixes,
    )


def _collect(
    node: Any, fields: _Fields, path: FieldPath, found: list[tuple[FieldPath, Any]]
) -> None:
    """Collect the values that are at the ends of ``fields``, together with their paths."""
    if not fields:
        found.append((path, node))
        return
    for part, below in fields.items():
        if part == ANY:
            for key in _keys(node):
                _collect(node[key], below, (*path, key), found)
        elif isinstance(node, dict) and part in node:
            _collect(node[part], below, (*path, part), found)


def _keys(node: Any) -> Iterable[str | int]:
    if isinstance(node, dict):
        return node
    return range(len(node)) if isinstance(node, list) else ()


RULE = Rule(
    SLUG,
    "a quantity is well-formed, and yet cannot be meant",
    check,
    rationale="Kubernetes reads 512m of memory as half a byte, and 4Gi of CPU as four billion "
    "cores. Both pass every schema, and the pod is then killed at once or never scheduled.",
    fixable=Applicability.UNSAFE,
    bad=SHOP + "  resources:\n    limits: {memory: 512m}\n",
    good=SHOP + "  resources:\n    limits: {memory: 512Mi}\n",
)
