"""``--fix`` and ``--diff``: the fixes that findings carry, applied or shown."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.selection import Selection
from catalogc.files import Repository
from catalogc.fix.rewrite import RewriteError, rewrite
from catalogc.fix.splice import Rewritten, splice
from catalogc.model.display import listing
from catalogc.model.finding import Applicability, Finding, Fix
from catalogc.model.leaf import LeafId
from catalogc.pipeline import Compilation
from catalogc.report.diff import unified_diff
from catalogc.report.escape import escape

MAX_PASSES = 20
"""Most times that a run fixes and judges again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one pass changes.

    Attributes:
        files: with their new texts.
        removed: how many findings carry a fix that is applied.
        left_out: paths of shared files with a fix that not every leaf there asks for.
    """

    files: tuple[Rewritten, ...]
    removed: int
    left_out: tuple[str, ...]


_Step = Callable[[Compilation, Plan], Compilation]
_Result = tuple[Compilation, list[Rewritten]]


@dataclass(slots=True)
class Fixer:
    """Fixes what a selection's findings are about.

    Attributes:
        root: the catalog repository.
        selection: only its files are edited.
        unsafe: whether fixes that may change the meaning are applied, too.
        sentences: what was done, for people.
    """

    root: Path
    selection: Selection
    unsafe: bool = False
    sentences: list[str] = field(default_factory=list)

    def fix(self, compile_again: Callable[[], Compilation]) -> Compilation:
        """Compile, apply fixes, and compile again, until nothing is left to fix.

        Raises:
            Stop: a file cannot be written, or was changed since it was read.
        """

        def write(compilation: Compilation, plan: Plan) -> Compilation:
            self._write(compilation, plan)
            return compile_again()

        compilation, _ = self._repeat(compile_again(), write, "Fixed")
        return compilation

    def diff(
        self,
        compilation: Compilation,
        compile_texts: Callable[[Mapping[str, bytes]], Compilation],
    ) -> str:
        """Return what fixing would change, as a unified diff.

        Args:
            compilation: of the files as they are.
            compile_texts: compiles with other contents of files, by path, without writing them.
        """
        texts: dict[str, bytes] = {}

        def imagine(compilation: Compilation, plan: Plan) -> Compilation:
            del compilation
            texts.update((item.file.path, item.text.encode()) for item in plan.files)
            return compile_texts(texts)

        _, changed = self._repeat(compilation, imagine, "Would fix")
        return "".join(map(unified_diff, changed))

    def _repeat(self, compilation: Compilation, step: _Step, done: str) -> _Result:
        removed, changed = 0, dict[str, Rewritten]()
        plan = self.plan(compilation)
        for _ in range(MAX_PASSES):
            if not plan.files:
                break
            compilation = step(compilation, plan)
            removed += plan.removed
            for item in plan.files:
                first = changed.get(item.file.path, item)
                changed[item.file.path] = Rewritten(first.file, item.text)
            plan = self.plan(compilation)
        self.sentences.append(f"{done} {_counted(removed, len(changed))}.")
        for path in plan.left_out:
            self.sentences.append(
                f"{escape(path)} was left as it is: leaves that read it, too, have no such finding."
            )
        return compilation, [changed[path] for path in sorted(changed)]

    def plan(self, compilation: Compilation) -> Plan:
        """Choose among the fixes of the findings, and work out the texts that they make.

        A file that several leaves share is edited only where each of them has the finding:
        the others would change unseen.
        """
        findings = self.selection.findings(compilation)
        asking: defaultdict[Fix, set[LeafId]] = defaultdict(set)
        for finding in compilation.findings:
            for fix in finding.fixes:
                if finding.leaf is not None:
                    asking[fix].add(finding.leaf)
        readers = _readers(compilation)
        fixes: list[Fix] = []
        left_out: set[str] = set()
        for fix in filter(None, map(self._choose, findings)):
            unasked = {
                path for path in _paths(fix) if fix in asking and readers[path] - asking[fix]
            }
            left_out |= unasked
            if not unasked:
                fixes.append(fix)
        spliced = splice(fixes)
        applied = set(spliced.applied)
        removed = sum(not applied.isdisjoint(finding.fixes) for finding in findings)
        return Plan(spliced.files, removed, tuple(sorted(left_out)))

    def _choose(self, finding: Finding) -> Fix | None:
        for fix in finding.fixes:
            allowed = self.unsafe or fix.applicability is Applicability.SAFE
            if allowed and all(self._covers(path) for path in _paths(fix)):
                return fix
        return None

    def _covers(self, path: str) -> bool:
        selected = self.selection.paths
        return not selected or any(path == one or path.startswith(f"{one}/") for one in selected)

    def _write(self, compilation: Compilation, plan: Plan) -> None:
        try:
            rewrite(Repository(self.root.resolve()), compilation.inputs, plan.files)
        except RewriteError as error:
            done = f"; fixed before it: {listing(list(error.written))}" if error.written else ""
            raise Stop(
                ExitCode.ENVIRONMENT,
                escape(f"{error.path} was not fixed: {error.reason}{done}"),
                "run catalogc lint --fix again",
            ) from None


def _readers(compilation: Compilation) -> Mapping[str, set[LeafId]]:
    """Map each file that several leaves share to those that have values of it.

    A leaf's own file is nobody else's, also where values of another leaf are derived from it.
    """
    readers: defaultdict[str, set[LeafId]] = defaultdict(set)
    releases = compilation.catalog.releases if compilation.catalog is not None else ()
    leaves = {release.leaf.document.file.path for release in releases}
    for release in releases:
        for origin in release.leaf.values.origins.values():
            if origin.document.file.path not in leaves:
                readers[origin.document.file.path].add(release.id)
    return readers


def _paths(fix: Fix) -> set[str]:
    return {edit.location.file.path for edit in fix.edits}


def _counted(findings: int, files: int) -> str:
    what = "1 finding" if findings == 1 else f"{findings} findings"
    return f"{what} in {'1 file' if files == 1 else f'{files} files'}"
