"""A container may take all memory of its node."""

from collections.abc import Iterator

from catalogc.model.finding import Finding
from catalogc.model.lint import Profile
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.chart_facts import declares
from catalogc.rules.shared.container_resources import RESOURCES, amounts
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.written import blame

SLUG = "no-memory-limit"

_LIMIT = (*RESOURCES, "limits", "memory")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for the memory limit of a workload whose chart has container.resources."""
    if not declares(release.adapter, RESOURCES) or "memory" in amounts(release, "limits"):
        return
    yield Reporter(SLUG, release, context).finding(
        _LIMIT,
        f"{format_path(_LIMIT)} is missing",
        label="no memory limit",
        remedy=f"write {format_path(_LIMIT)}, such as 512Mi: what the workload needs at its peak",
        location=blame(release, _LIMIT),
    )


RULE = Rule(
    SLUG,
    "a container has no memory limit",
    check,
    rationale="A container without a memory limit that leaks takes the node's memory, and the "
    "kernel then kills the pods of others.",
    profile=Profile.DEFAULT,
    bad=SHOP + "  resources:\n    limits: {memory: null}\n",
    good=SHOP + "  resources:\n    limits: {memory: 512Mi}\n",
)
