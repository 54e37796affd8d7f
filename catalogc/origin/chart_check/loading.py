"""Read the chart in a folder, wherever it is, with the values files that its authors try."""

import re
from collections.abc import Iterator
from pathlib import Path

from catalogc import CONFIG_FILE
from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.goyaml.compose import SyntaxProblemError, TooLargeError, compose
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome
from catalogc.model.source import FieldPath, Location, SourceFile
from catalogc.origin.chart_check.subject import Subject
from catalogc.parse.document import parse_document, parse_documents
from catalogc.resolve.charts import LoadedChart, load_chart
from catalogc.sources import Sources

COMPILER_READS = ("workloadType", "serviceName", "serviceCatalog", "environment", "namespace")
"""Values that catalogc itself reads, for any chart of a catalog."""

_EXAMPLES = re.compile(r"(ci|tests?)/.*values.*\.ya?ml")


def load_subject(folder: Path) -> Outcome[Subject | None]:
    """Load a chart to check it.

    Args:
        folder: holds Chart.yaml; charts that it names with ``file://`` may be beside it.
    """
    folder = folder.resolve()
    root = _root(folder)
    path = folder.relative_to(root).as_posix()
    repository = Repository(root)
    sources = Sources(repository, parse_document, parse_documents, refused_file)
    outcome = load_chart(path, Location.whole_file(f"{path}/Chart.yaml"), repository, sources)
    if outcome.value is None:
        return Outcome(None, outcome.findings)
    findings: list[Finding] = []
    examples = [{}, *_examples(path, repository, sources)]
    subject = Subject(
        outcome.value.chart,
        outcome.value.schema,
        _schema_document(outcome.value),
        tuple(examples),
        outside_values(outcome.value.schema),
    )
    return Outcome(subject, tuple(findings))


def outside_values(schema: object) -> frozenset[FieldPath]:
    """Return what the compiler reads of a chart that is an adapter; nothing for any other."""
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    if "workloadType" not in properties:
        return frozenset()
    return frozenset((name,) for name in (*COMPILER_READS, "dependsOn"))


def _root(folder: Path) -> Path:
    """The repository that the chart is in, or the folder that holds it and its neighbours."""
    for parent in (folder, *folder.parents):
        if (parent / CONFIG_FILE).is_file() or (parent / ".git").exists():
            return parent
    return folder.parent


def _examples(path: str, repository: Repository, sources: Sources) -> Iterator[dict[str, object]]:
    for file in repository.list_files(path).files:
        if _EXAMPLES.fullmatch(file.removeprefix(f"{path}/")):
            document = sources.one(file).value
            if document is not None and isinstance(document.data, dict):
                yield document.data


def _schema_document(loaded: LoadedChart) -> Document | None:
    """The schema with positions: JSON is read as the YAML that it is."""
    if not loaded.schema:
        return None
    text = loaded.schema_file.text
    try:
        (composed,) = compose(text)
    except (SyntaxProblemError, TooLargeError, ValueError):
        return None
    return Document(SourceFile(loaded.schema_file.path, text), composed.data, composed.spans)
