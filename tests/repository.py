"""A catalog repository in a temporary folder, made of this repository's charts and policies."""

import shutil
import textwrap
from pathlib import Path

from catalogc.pipeline import compile_catalog
from tools import ROOT

SHARED = ("catalogc.yaml", ".cat", "charts", "policies", "catalog/clusters")


def make_repository(folder: Path, files=None) -> Path:
    """Copy what leaves need, then write ``files`` (path -> text)."""
    for name in SHARED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("ci", "README.md"))
        else:
            shutil.copy2(source, target)
    write(folder, files or {})
    return folder


def write(folder: Path, files) -> None:
    """Write dedented texts below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def lint(root: Path):
    """Return the findings of the whole catalog, without rendering."""
    return compile_catalog(root, prepare=None, select=lambda _: True).findings


def place(finding) -> str:
    """``path:line:column-endLine:endColumn``."""
    span = finding.location.span
    path = finding.location.file.path
    return f"{path}:{span.line}:{span.column}-{span.end_line}:{span.end_column}"
