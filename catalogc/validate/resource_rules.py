"""Run the rules about rendered objects."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogc.model.catalog import RenderedRelease
from catalogc.model.crash import Crash
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.force import InForce


@dataclass(slots=True)
class CheckedResources:
    """What the rules say, and which of them failed; a failure takes no other finding away."""

    findings: list[ResourceFinding] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)


def check_rendered(
    rendered: Iterable[RenderedRelease], index: ResourceIndex, in_force: Iterable[InForce]
) -> CheckedResources:
    """Judge the objects of releases, one release after the other.

    Args:
        rendered: the releases to judge.
        index: those and all others of the run.
        in_force: the rules that the run asks for (``rules_in_force``).

    Returns:
        Findings in the order of releases and of rules.
    """
    checked = CheckedResources()
    checks = [
        (rule.slug, rule.check_resources, context)
        for rule, context in in_force
        if rule.check_resources is not None
    ]
    for release in rendered:
        for slug, check, context in checks:
            try:
                checked.findings += list(check(release, index, context))
            except Exception as error:  # noqa: BLE001 - told with the rule's name and exit code 4
                checked.crashes.append(Crash(slug, release.release.id, error))
    return checked
