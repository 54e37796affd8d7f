"""A probe waits blindly, and so does every start of a pod."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.finding import Applicability, Finding, Severity
from catalogc.model.lint import Profile
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.written import blame, rewriting

SLUG = "probe-delay"

_LIMIT = 60
_DELAY = "initialDelaySeconds"
_PROBES = ("container", "probes")
_HEALTH_CHECK = ("container", "healthCheck")
_TIMEOUT = "startupTimeoutSeconds"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for delays of 60 seconds and more.

    In container.probes a startup probe excuses them. In container.healthCheck they delay the
    startup probe, which startupTimeoutSeconds already gives its time. The unsafe fix writes 0;
    a liveness probe has none, because without a startup probe it would end a slow start.
    """
    reporter = Reporter(SLUG, release, context)
    yield from _probes(reporter)
    health = release.effective.mapping(_HEALTH_CHECK)
    if _is_number(health.get(_TIMEOUT)) and _is_long(health.get(_DELAY)):
        timeout = format_path((*_HEALTH_CHECK, _TIMEOUT))
        remedy = f"remove it: {timeout} is how long a start may take"
        yield _finding((*_HEALTH_CHECK, _DELAY), reporter, remedy, fixable=True)


def _probes(reporter: Reporter) -> Iterator[Finding]:
    values = reporter.release.effective
    if _is_enabled(values.mapping((*_PROBES, "startup"))):
        return
    enable = f"enable {format_path((*_PROBES, 'startup'))}, which waits as long as it must, and "
    for name in ("readiness", "liveness"):
        probe = values.mapping((*_PROBES, name))
        if _is_enabled(probe) and _is_long(probe.get(_DELAY)):
            path = (*_PROBES, name, _DELAY)
            yield _finding(path, reporter, f"{enable}remove this", fixable=name == "readiness")


def _finding(path: FieldPath, reporter: Reporter, remedy: str, *, fixable: bool) -> Finding:
    release = reporter.release
    seconds = release.effective.get(path)
    return reporter.finding(
        path,
        f"{format_path(path)} is {seconds}, so every start waits {seconds} s, however soon the "
        f"container is ready; expected less than {_LIMIT}",
        label="a blind delay",
        remedy=remedy,
        location=blame(release, path),
        fixes=rewriting(release, path, 0) if fixable else (),
    )


def _is_enabled(probe: dict[str, Any]) -> bool:
    return bool(probe) and probe.get("enabled", True) is True


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_long(value: Any) -> bool:
    return _is_number(value) and bool(value >= _LIMIT)


_PROBE = SHOP + "  probes:\n"

RULE = Rule(
    SLUG,
    "a probe waits a minute or more, however soon the container is ready",
    check,
    rationale="A delay that is long enough for the slowest start makes every other start, "
    "rollback and scale-up as slow, and is too short one day. A startup probe asks until the "
    "container answers.",
    severity=Severity.WARNING,
    profile=Profile.DEFAULT,
    fixable=Applicability.UNSAFE,
    bad=_PROBE + "    readiness: {type: http, initialDelaySeconds: 120}\n",
    good=_PROBE + "    readiness: {type: http}\n    startup: {enabled: true, type: http}\n",
)
