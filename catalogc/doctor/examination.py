"""Everything that ``catalogc doctor`` looks at, in the order of its answer."""

from dataclasses import asdict, dataclass
from typing import Any

from catalogc.doctor.argo_cd import argo_cd_snippets
from catalogc.doctor.backstage import backstage_snippets
from catalogc.doctor.diagnosis import Check, Snippet, State, Subject
from catalogc.doctor.git_state import git_checks
from catalogc.doctor.limits import limit_checks
from catalogc.doctor.tools import tool_checks
from catalogc.report.escape import escape


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Checks and snippets."""

    checks: tuple[Check, ...]
    snippets: tuple[Snippet, ...]

    @property
    def is_fatal(self) -> bool:
        """Whether something that catalogc needs is missing or not supported."""
        return any(check.is_fatal for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """Return plain data; keys are only ever added."""
        return {
            "version": 1,
            "usable": not self.is_fatal,
            "checks": [asdict(check) for check in self.checks],
            "snippets": [asdict(snippet) for snippet in self.snippets],
        }

    def as_text(self) -> str:
        """Return lines for people."""
        lines: list[str] = []
        groups = dict.fromkeys(check.group for check in self.checks)
        for group in groups:
            own = [check for check in self.checks if check.group == group]
            width = max(len(check.name) for check in own)
            lines += [f"{group}:", *(line for check in own for line in _lines(check, width)), ""]
        for snippet in self.snippets:
            lines += [f"# {snippet.name}: {escape(snippet.why)}", snippet.text]
        return "\n".join(lines)


def _lines(check: Check, width: int) -> list[str]:
    found = escape(check.found) or "not found"
    wanted = f" (supported: {check.wanted})" if check.state not in (State.OK, State.OPEN) else ""
    lines = [f"  {check.state.value:8} {check.name:{width}}  {found}{wanted}"]
    return [*lines, f"           = help: {escape(check.remedy)}"] if check.remedy else lines


def examine(subject: Subject) -> Diagnosis:
    """Look at everything; tools are started to ask for their version."""
    output = subject.catalog.config.paths.output
    return Diagnosis(
        (
            *tool_checks(subject.root),
            *limit_checks(subject),
            *git_checks(subject.root, output),
        ),
        (*argo_cd_snippets(subject), *backstage_snippets(subject)),
    )
