"""Releases that a chart refuses: the value of the leaf that it refuses, by trying other ones."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogc.model.catalog import RenderedRelease
from catalogc.model.configuration import Environment
from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path, parse_path
from catalogc.origin.blame import is_written, written_parent
from catalogc.origin.effective import REMOVED
from catalogc.origin.lawful import Law
from catalogc.origin.trees import ABSENT, scalars
from catalogc.origin.variants import Changes, Variants
from catalogc.render.protocol import (
    FailureKind,
    Renderer,
    RendererUnavailableError,
    RenderFailure,
)
from catalogc.render.reach import Reach

RULES = frozenset({FailureKind.TEMPLATE_ERROR.value, FailureKind.INVALID_MANIFEST.value})
_MOST_SEARCHES = 8
"""Of one run: a chart that is broken for all leaves is not searched again and again."""
_MOST_RELEASES = 128
_MOST_TRIALS = 96
_AT_ONCE = 16
_MOST_OTHERS = 4
_WORD = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*")


def blame_failures(
    found: Iterable[Finding],
    releases: Sequence[Release],
    renderer: Renderer,
    kube_version: Callable[[Environment], str],
) -> tuple[Finding, ...]:
    """Point findings of releases that cannot be rendered at the value that the chart refuses.

    It does not fail: a finding that nothing more is known of stays as it is.

    Args:
        found: findings of the render stage.
        releases: those that were to be rendered.
        renderer: an open one.
        kube_version: of an environment's cluster.
    """
    search = _Search(renderer, kube_version)
    by_id = {release.id: release for release in releases}
    result = []
    for finding in found:
        release = by_id.get(finding.leaf) if finding.leaf is not None else None
        if release is not None and finding.rule in RULES:
            result.append(search.blamed(finding, release))
        else:
            result.append(finding)
    return tuple(result)


@dataclass(slots=True)
class _Search:
    renderer: Renderer
    kube_version: Callable[[Environment], str]
    left: int = _MOST_RELEASES
    searches: int = 0
    _known: dict[tuple[str, RenderFailure], FieldPath] = field(default_factory=dict)

    def blamed(self, finding: Finding, release: Release) -> Finding:
        self.left -= 1
        if self.left < 0:
            return finding
        try:
            path = self._refused(release)
        except RendererUnavailableError:
            return finding
        return finding if path is None else _at(finding, release, path)

    def _refused(self, release: Release) -> FieldPath | None:
        version = self.kube_version(release.environment)
        variants = Variants(RenderedRelease(release, ()), self.renderer, version)
        ((_, failure),) = _outcomes(variants, [{}])
        if failure is None:
            return None
        key = (release.adapter.chart.digest, replace(failure, message=""))
        known = self._known.get(key)
        if known is not None and _first_cure(variants, failure, [known]) == known:
            return known
        if self.searches >= _MOST_SEARCHES:
            return None
        self.searches += 1
        found = _first_cure(variants, failure, _suspects(release, failure))
        if found is not None:
            self._known[key] = found
        return found


def _first_cure(
    variants: Variants, failure: RenderFailure, suspects: Iterable[FieldPath]
) -> FieldPath | None:
    """The first value with another one of which the chart can be rendered.

    Else the first one that the text of the failure follows.
    """
    release = variants.base.release
    law = Law(release.adapter.schema)
    trials = itertools.islice(
        (trial for path in suspects for trial in _trials(release, law, path)), _MOST_TRIALS
    )
    followed: FieldPath | None = None
    while batch := list(itertools.islice(trials, _AT_ONCE)):
        for changes, outcome in _outcomes(variants, batch):
            (path,) = changes
            if outcome is None:
                return path
            same_place = replace(outcome, message=failure.message) == failure
            if followed is None and same_place and outcome != failure:
                followed = path
    return followed


def _outcomes(
    variants: Variants, batch: Sequence[Changes]
) -> Iterator[tuple[Changes, RenderFailure | None]]:
    jobs = [replace(variants.job(changes), once=True) for changes in batch]
    results = variants.results(jobs)
    yield from ((changes, one.failure) for changes, one in zip(batch, results, strict=True))


def _trials(release: Release, law: Law, path: FieldPath) -> Iterator[Changes]:
    """Other values in place of one: what the chart takes by itself, and what the schema allows."""
    if is_written(release, path):
        yield {path: REMOVED}
    value = release.effective.get(path)
    yield from ({path: other} for other in itertools.islice(law.others(path, value), _MOST_OTHERS))
    yield from ({path: other} for other in law.nothing(path, value))
    yield from ({path: other} for other in law.least(path, value))


def _suspects(release: Release, failure: RenderFailure) -> list[FieldPath]:
    """Values that the failing template may read: the leaf's own, and named, ones first."""
    named = _named(failure)
    reach = Reach(release.adapter.chart.files)
    values = {path for path, _ in _values(release.effective.data)}
    values |= {path for path in named if _may_be_set(release, path)}

    def weight(path: FieldPath) -> tuple[bool, int, str]:
        text, last = format_path(path), str(path[-1])
        rank = 0 if path in named else 1 if last in _words(failure) else 2
        return not is_written(release, path), rank, text

    template = failure.template
    known = template in release.adapter.chart.files and not template.startswith("charts/")
    return sorted(
        (path for path in values if not known or reach.may_reach(template, [path])), key=weight
    )


def _values(data: Any) -> Iterator[tuple[FieldPath, Any]]:
    """Every scalar, and every item of a list: a chart may ask for fewer of them."""
    for path, value in scalars(data):
        yield path, value
        for depth, part in enumerate(path):
            if isinstance(part, int):
                yield path[: depth + 1], None


def _may_be_set(release: Release, path: FieldPath) -> bool:
    """Whether the schema knows a value that nobody sets."""
    unset = release.effective.get(path, ABSENT) in (ABSENT, None, "")
    return unset and bool(Law(release.adapter.schema).part(path))


def _named(failure: RenderFailure) -> set[FieldPath]:
    """Paths that the failure names, with and without ``Values``."""
    found: set[FieldPath] = set()
    for word in _words(failure):
        try:
            path = parse_path(word)
        except ValueError:
            continue
        found.add(path[1:] if path[0] == "Values" and len(path) > 1 else path)
    return found


def _words(failure: RenderFailure) -> set[str]:
    text = f"{failure.message} {failure.expression}"
    return {word.rstrip(".") for word in _WORD.findall(text)}


def _at(finding: Finding, release: Release, path: FieldPath) -> Finding:
    """The finding, at the line of a value, or where it would be set."""
    if is_written(release, path):
        place, label = release.effective.at(path), f"the chart refuses this {format_path(path)}"
    elif parent := written_parent(release, path):
        place = release.leaf.values.at_key(parent)
        label = f"the chart asks for another {format_path(path)}: it is not set here"
    else:
        place, label = finding.location, f"the chart asks for {format_path(path)}: it is not set"
    return replace(finding, location=place, label=label, field=path)
