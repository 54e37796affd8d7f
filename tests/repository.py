"""A catalog repository in a temporary folder, made of this repository's charts and policies."""

import contextlib
import re
import shutil
import textwrap
from pathlib import Path

from catalogc.model.lint import LintRequest
from catalogc.pipeline import compile_catalog
from tools import ROOT

# What `catalogc backstage` derives from the sample's leaves.
DERIVED = ("leaves", "templates", "leaves.catalog-info.yaml", "templates.catalog-info.yaml")
SHARED = ("catalogc.yaml", ".cat", "charts", "policies", "catalog/clusters")


def make_repository(folder: Path, files=None, *, expressions=False, adapters=None) -> Path:
    """Copy what leaves need, then write ``files`` (path -> text).

    Args:
        expressions: whether policies of expressions come along, which cost every run a second.
        adapters: names of the only charts that come along; each costs every run some milliseconds.
    """
    others = () if adapters is None else _others(adapters)
    for name in SHARED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            derived = DERIVED if name == ".cat" else ()
            ignored = shutil.ignore_patterns("ci", "README.md", *derived, *others)
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy2(source, target)
    for policy in () if expressions else (folder / "policies").rglob("*.yaml"):
        if not re.search(r"^  rule: ", policy.read_text("utf-8"), re.MULTILINE):
            policy.unlink()
    write(folder, files or {})
    return folder


def _others(adapters):
    """What belongs to other charts, the library chart left out."""
    for chart in (ROOT / "charts").iterdir():
        if chart.name not in ("common", *adapters):
            yield from (chart.name, f"{chart.name}.catalog-info.yaml")


def write(folder: Path, files) -> None:
    """Write dedented texts below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


@contextlib.contextmanager
def written(root: Path, files):
    """Write texts as they are, or remove a file for None; afterwards, put back what was there."""
    before = {}
    for name, text in files.items():
        path = root / name
        before[path] = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)


def lint(root: Path, request=LintRequest(), prepare=None):  # noqa: B008 - frozen
    """Return the findings of the whole catalog; without ``prepare``, nothing is rendered."""
    return compile_catalog(root, prepare=prepare, select=lambda _: True, request=request).findings


STAGES = LintRequest(only=frozenset({"ambiguous-scalar", "moved-field"}))
"""Asks for what the stages find themselves; mandatory rules run as well."""


def lint_stages(root: Path):
    """Return the findings of the stages, without those of other rules."""
    return lint(root, STAGES)


def place(finding) -> str:
    """``path:line:column-endLine:endColumn``."""
    span = finding.location.span
    path = finding.location.file.path
    return f"{path}:{span.line}:{span.column}-{span.end_line}:{span.end_column}"
