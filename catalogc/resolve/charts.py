"""Load a chart folder: its files, defaults and schema, with its ``file://`` dependencies."""

import hashlib
import json
import posixpath
from dataclasses import dataclass
from typing import Any

from catalogc.files import FileRefused, Repository
from catalogc.model.adapter import Chart, RenderedBy
from catalogc.model.display import listing, show
from catalogc.model.document import Document, FieldSpan
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.reader import DocumentReader
from catalogc.model.source import START_OF_FILE, Location, SourceFile, get_in

MAX_CHART_FILE = 5 * 1024 * 1024
"""Largest file of a chart, in bytes: Helm's own limit for a file in a chart archive."""

RENDERER_ANNOTATION = "catalogc.dev/renderer"
"""Annotation of Chart.yaml: ``argocd`` where Argo CD renders the adapter's releases."""

_LEFT_OUT = ("ci/", "tests/")  # not part of a chart: examples for its authors


class ChartProblem(Exception):  # noqa: N818 - about somebody's chart
    """A chart that cannot be used; ``findings`` say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].message if findings else "")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class LoadedChart:
    """A chart and its values.schema.json (empty where it has none)."""

    chart: Chart
    schema: dict[str, Any]
    schema_file: SourceFile


def load_chart(
    path: str, declared_at: Location, repository: Repository, reader: DocumentReader
) -> Outcome[LoadedChart | None]:
    """Load the chart folder at ``path``.

    Args:
        path: relative to the repository root.
        declared_at: where the path is written; a missing chart is blamed on it.
    """
    try:
        return Outcome(_load(path, declared_at, repository, reader))
    except ChartProblem as problem:
        return Outcome(None, problem.findings)


def _load(
    path: str, declared_at: Location, repository: Repository, reader: DocumentReader
) -> LoadedChart:
    metadata = _metadata(path, declared_at, repository, reader)
    files, folders = _packed(path, declared_at, repository, reader, ())
    schema, schema_file = _schema(path, files)
    chart = Chart(
        name=metadata.data["name"],
        version=str(metadata.data.get("version", "")),
        path=path,
        digest=_digest(files),
        files=files,
        defaults=_defaults(path, files, reader),
        has_dependencies=any(file.startswith("charts/") for file in files),
        kube_version=str(metadata.data.get("kubeVersion", "")),
        rendered_by=_rendered_by(metadata, files),
        dependency_folders=folders,
    )
    return LoadedChart(chart, schema, schema_file)


def _packed(
    path: str,
    declared_at: Location,
    repository: Repository,
    reader: DocumentReader,
    above: tuple[str, ...],
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Read the files of a chart with its ``file://`` dependencies, and theirs, below ``charts/``.

    Args:
        above: folders of the charts that depend on it.

    Returns:
        The files, and the folders of dependencies by where they are among the files.
    """
    metadata = _metadata(path, declared_at, repository, reader)
    files = _files(path, declared_at, repository)
    folders: dict[str, str] = {}
    chain = (*above, path)
    for name, folder in _dependencies(metadata):
        place = metadata.at(("dependencies",))
        dependency = _dependency_path(path, folder, metadata)
        if dependency in chain:
            problem = f"charts depend on each other: {' -> '.join((*chain, dependency))}"
            raise ChartProblem(_broken(place, problem, "remove one of the dependencies"))
        inner, below = _packed(dependency, place, repository, reader, chain)
        folders[f"charts/{name}"] = dependency
        folders.update({f"charts/{name}/{inside}": folder for inside, folder in below.items()})
        files.update({f"charts/{name}/{file}": content for file, content in inner.items()})
    return files, folders


def _metadata(
    path: str, declared_at: Location, repository: Repository, reader: DocumentReader
) -> Document:
    if not repository.is_folder(path):
        raise ChartProblem(_missing(path, "there is no such folder", declared_at))
    file = f"{path}/Chart.yaml"
    if file not in repository.list_files(path, ("chart.yaml",)).files:
        raise ChartProblem(_missing(path, "it has no Chart.yaml", declared_at))
    outcome = reader.one(file)
    document = outcome.value
    if document is None:
        raise ChartProblem(*outcome.findings)
    if not isinstance(document.data, dict) or not isinstance(document.data.get("name"), str):
        raise ChartProblem(
            _broken(document.at(()), f"{file} has no name", "add the name of the chart")
        )
    return document


def _rendered_by(metadata: Document, files: dict[str, bytes]) -> RenderedBy:
    field = ("annotations", RENDERER_ANNOTATION)
    written = get_in(metadata.data, field)
    known = [renderer.value for renderer in RenderedBy]
    if written is None:
        return RenderedBy.CATALOGC
    if written not in known:
        problem = f"annotation {RENDERER_ANNOTATION} is {show(written)}"
        remedy = f"write one of {listing(known)}"
        raise ChartProblem(_broken(metadata.at(field), problem, remedy))
    renderer = RenderedBy(written)
    templates = sorted(name for name in files if name.startswith("templates/"))
    if renderer is RenderedBy.ARGO_CD and templates:
        problem = f"Argo CD renders the releases of this chart, so {templates[0]} is never read"
        remedy = f"remove its templates, or the annotation {RENDERER_ANNOTATION}"
        raise ChartProblem(_broken(metadata.at(field), problem, remedy))
    return renderer


def _files(path: str, declared_at: Location, repository: Repository) -> dict[str, bytes]:
    listing = repository.list_files(path)
    refused = list(listing.refused)
    files: dict[str, bytes] = {}
    for file in listing.files:
        name = posixpath.relpath(file, path)
        if name.startswith(_LEFT_OUT):
            continue
        try:
            files[name] = repository.read(file, MAX_CHART_FILE)
        except FileRefused as refusal:
            refused.append(refusal)
    if refused:
        reason = f"{refused[0].path}: {refused[0].reason}"
        raise ChartProblem(_missing(path, reason, declared_at))
    return files


def _dependencies(metadata: Document) -> list[tuple[str, str]]:
    """Name and folder of each ``file://`` dependency; vendored ones are in ``charts/`` already."""
    written = metadata.data.get("dependencies")
    found = []
    for entry in written if isinstance(written, list) else ():
        repository = str(entry.get("repository", "")) if isinstance(entry, dict) else ""
        if repository.startswith("file://") and isinstance(entry.get("name"), str):
            found.append((entry["name"], repository.removeprefix("file://")))
    return found


def _dependency_path(path: str, folder: str, metadata: Document) -> str:
    joined = posixpath.normpath(posixpath.join(path, folder))
    if joined.startswith(("..", "/")):
        problem = f"dependency {folder} leaves the repository"
        raise ChartProblem(
            _broken(metadata.at(("dependencies",)), problem, "keep the chart in the repository")
        )
    return joined


def _schema(path: str, files: dict[str, bytes]) -> tuple[dict[str, Any], SourceFile]:
    content = files.get("values.schema.json")
    file = SourceFile(
        f"{path}/values.schema.json", (content or b"").decode("utf-8", errors="replace")
    )
    if content is None:
        return {}, file
    try:
        schema = json.loads(content)
    except ValueError as error:
        problem = f"{file.path} is not JSON: {error}"
        raise ChartProblem(
            _broken(Location(file, START_OF_FILE), problem, "correct the file")
        ) from None
    if not isinstance(schema, dict):
        problem = f"{file.path} is not a JSON object"
        raise ChartProblem(_broken(Location(file, START_OF_FILE), problem, "correct the file"))
    return schema, file


def _defaults(path: str, files: dict[str, bytes], reader: DocumentReader) -> Document:
    file = f"{path}/values.yaml"
    empty = Document(SourceFile(file, ""), {}, {(): FieldSpan(None, START_OF_FILE)})
    if "values.yaml" not in files:
        return empty
    outcome = reader.one(file)
    if outcome.value is None:
        raise ChartProblem(*outcome.findings)
    document = outcome.value
    if document.data is None:
        return empty
    if not isinstance(document.data, dict):
        problem = f"{file} is not a mapping"
        raise ChartProblem(_broken(document.at(()), problem, "write keys and values"))
    return document


def _digest(files: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _missing(path: str, reason: str, declared_at: Location) -> Finding:
    return Finding(
        rule="missing-chart",
        severity=Severity.ERROR,
        message=f"chart {path} cannot be used: {reason}",
        location=declared_at,
        help="correct the chart's path, or add the chart",
    )


def _broken(location: Location, message: str, remedy: str) -> Finding:
    return Finding("broken-chart", Severity.ERROR, message, location, help=remedy)
