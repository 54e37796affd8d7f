"""Read the chart in a folder, wherever it is, with the values files that its authors try."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogc import CONFIG_FILE
from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.goyaml.compose import SyntaxProblemError, TooLargeError, compose
from catalogc.model.adapter import Chart, HandedDown
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.source import START_OF_FILE, FieldPath, Location, SourceFile, get_in
from catalogc.model.values import Origin, Values
from catalogc.origin.chart_check.archives import Opened, open_packed
from catalogc.origin.chart_check.subject import Subject
from catalogc.parse.document import parse_document, parse_documents
from catalogc.resolve.adapters import handed_down_fields
from catalogc.resolve.charts import LoadedChart, load_chart
from catalogc.resolve.handed_down import hand_down
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
    chart, packed = _opened(outcome.value.chart)
    schema = outcome.value.schema
    examples = [{}, *_examples(path, repository, sources, _handed_down(schema))]
    subject = Subject(
        chart,
        schema,
        _schema_document(outcome.value),
        tuple(examples),
        outside_values(schema),
        packed,
    )
    return Outcome(subject, tuple(_unopened(path, packed)))


def _opened(chart: Chart) -> tuple[Chart, Opened]:
    """The chart with the charts that are packed in it."""
    packed = open_packed(chart.files)
    if not packed.archives:
        return chart, packed
    return dataclasses.replace(chart, files=packed.files, digest=f"{chart.digest}-opened"), packed


def _unopened(path: str, packed: Opened) -> Iterator[Finding]:
    for archive, reason in packed.problems.items():
        file = SourceFile(f"{path}/{packed.path_of(archive)}", "")
        yield Finding(
            "broken-chart",
            Severity.ERROR,
            f"{archive} cannot be opened: {reason}",
            Location(file, START_OF_FILE),
            help="pack the chart again with `helm package`, or fetch it again with "
            "`helm dependency update`",
        )


def outside_values(schema: Mapping[str, Any]) -> frozenset[FieldPath]:
    """Return what the compiler reads of a chart that is an adapter; nothing for any other."""
    if get_in(schema, ("properties", "workloadType")) is None:
        return frozenset()
    own = ((name,) for name in (*COMPILER_READS, "dependsOn"))
    return frozenset(
        {*own, *(path for item in _handed_down(schema) for path in (item.source, item.target))}
    )


def _handed_down(schema: Mapping[str, Any]) -> tuple[HandedDown, ...]:
    try:
        return handed_down_fields(schema)
    except (ValueError, TypeError, KeyError):
        return ()  # what does not belong to catalogc may look as it likes


def _root(folder: Path) -> Path:
    """The repository that the chart is in, or the folder that holds it and its neighbours."""
    for parent in (folder, *folder.parents):
        if (parent / CONFIG_FILE).is_file() or (parent / ".git").exists():
            return parent
    return folder.parent


def _examples(
    path: str, repository: Repository, sources: Sources, given: tuple[HandedDown, ...]
) -> Iterator[dict[str, Any]]:
    """Values of the chart's authors, with what catalogc gives subcharts of a leaf."""
    for file in repository.list_files(path).files:
        if _EXAMPLES.fullmatch(file.removeprefix(f"{path}/")):
            document = sources.one(file).value
            if document is not None and isinstance(document.data, dict):
                values = Values(document.data, {(): Origin(document, ())})
                yield hand_down(values, given).value.data


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
