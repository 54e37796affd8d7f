"""Render only what a change can reach, and take the rest from what was built before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalogc.affected.comparison import Comparison
from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Finding, Outcome
from catalogc.model.release import Release

Render = Callable[[Sequence[Release]], Outcome[tuple[RenderedRelease, ...]]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Releases with their objects.

    Attributes:
        judged: those that findings can differ for.
        others: the rest, only to be looked at; few have been rendered.
        findings: of rendering.
    """

    judged: tuple[RenderedRelease, ...]
    others: tuple[RenderedRelease, ...]
    findings: tuple[Finding, ...]

    def in_order(self, releases: Sequence[Release]) -> tuple[RenderedRelease, ...]:
        """Return all of them in the order of the catalog."""
        found = {item.release.id: item for item in (*self.judged, *self.others)}
        return tuple(found[release.id] for release in releases if release.id in found)


def render_narrowed(
    releases: Sequence[Release], comparison: Comparison, render: Render
) -> Narrowed:
    """Render what is affected, and what was judged beside objects that are.

    Args:
        releases: all that could be rendered.
        render: the render stage.
    """
    affected = [release for release in releases if release.id in comparison.affected]
    first = render(affected)
    beside = comparison.beside(first.value)
    second = render([release for release in releases if release.id in beside])
    reused, missing = [], []
    for release in releases:
        if release.id in comparison.affected or release.id in beside:
            continue
        found = comparison.reuse(release)
        if found is None:
            missing.append(release)
        else:
            reused.append(found)
    third = render(missing)
    return Narrowed(
        (*first.value, *second.value),
        (*reused, *third.value),
        (*first.findings, *second.findings, *third.findings),
    )
