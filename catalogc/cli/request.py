"""What one run asks of leaves: rules, baseline, the day."""

import json
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from catalogc import BASELINE_FILE, BASELINE_VERSION
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.files import FileRefused, Repository, Tree
from catalogc.model.lint import LintRequest, Profile

_LARGEST = 256 << 20  # bytes


def lint_request(
    root: Path,
    *,
    profile: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    baseline: bool = True,
    tree: Tree | None = None,
) -> LintRequest:
    """Build the request of a run in a catalog repository.

    Args:
        tree: where the baseline is read, instead of the disk.

    Raises:
        Stop: a rule that does not exist, or a baseline that cannot be read.
    """
    return LintRequest(
        profile=Profile(profile) if profile else None,
        only=_rules(select, root),
        ignore=_rules(ignore, root),
        baseline=read_baseline(root, tree) if baseline else frozenset(),
        today=today(),
    )


def today() -> date:
    """Return the day that waivers are measured against; SOURCE_DATE_EPOCH fixes it.

    Raises:
        Stop: SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        problem = f"SOURCE_DATE_EPOCH is {epoch!r}, which is no number of seconds"
        raise Stop(ExitCode.USAGE, problem) from None


def read_baseline(root: Path, tree: Tree | None = None) -> frozenset[str]:
    """Return the fingerprints of the baseline; none where there is no such file.

    Raises:
        Stop: the file is not a baseline.
    """
    repository = Repository(root, tree=tree)
    if not repository.exists(BASELINE_FILE):
        return frozenset()
    try:
        content = json.loads(repository.peek(BASELINE_FILE, _LARGEST))
        known = frozenset(str(entry["fingerprint"]) for entry in content["findings"])
    except (FileRefused, ValueError, KeyError, TypeError):
        content, known = {}, frozenset()
    if not isinstance(content, dict) or content.get("version") != BASELINE_VERSION:
        raise Stop(
            ExitCode.USAGE,
            f"{BASELINE_FILE} is not a baseline of version {BASELINE_VERSION}",
            "write it anew with catalogc baseline create",
        )
    return known


def _rules(names: Iterable[str], root: Path) -> frozenset[str]:
    from catalogc.cli.known_rules import find_rule, known_rules
    from catalogc.model.suggestion import nearest

    found = [part.strip() for name in names for part in name.split(",") if part.strip()]
    for name in found:
        if find_rule(name, root) is None:
            guess = nearest(name, known_rules(root))
            remedy = f"did you mean {guess}?" if guess else "catalogc rules lists them"
            raise Stop(ExitCode.USAGE, f"there is no rule {name}", remedy)
    return frozenset(found)
