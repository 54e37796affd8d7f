"""Where origins are: lines of templates, of leaves and of what is written."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogc.goyaml.compose import compose
from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.adapter import Chart
from catalogc.model.catalog import RenderedRelease
from catalogc.model.document import Document
from catalogc.model.output_names import file_names, manifests_folder
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath, Location, SourceFile, Span
from catalogc.origin.lines import TemplateLine

_SUBCHART = re.compile(r"charts/([^/]+)/")


def template_location(chart: Chart, line: TemplateLine) -> Location:
    """Locate a template line, in the file that a person edits; the line without its indentation."""
    text = chart.files.get(line.file, b"").decode(errors="replace")
    lines = text.split("\n")
    file = SourceFile(source_path(chart, line.file), text)
    number = min(line.line, len(lines))
    content = lines[number - 1]
    start = len(content) - len(content.lstrip())
    end = max(start, len(content.rstrip()))
    offset = sum(len(other) + 1 for other in lines[: number - 1])
    return Location(file, Span(number, start + 1, number, end + 1, offset + start, offset + end))


def source_path(chart: Chart, member: str) -> str:
    """Return the path, from the repository's root, of a file of a chart.

    A library chart beside the chart is edited where it is, not where Helm sees it.
    """
    folder, prefix = chart.path, ""
    while found := _SUBCHART.match(member, len(prefix)):
        local = _local_dependencies(chart.files.get(f"{prefix}Chart.yaml", b"")).get(found[1])
        prefix = found.string[: found.end()]
        folder = posixpath.normpath(posixpath.join(folder, local or f"charts/{found[1]}"))
    return f"{folder}/{member[len(prefix) :]}"


def _local_dependencies(metadata: bytes) -> dict[str, str]:
    """Folders of ``file://`` dependencies by name."""
    try:
        documents = load_documents(metadata.decode(errors="replace"))
    except YamlError:
        return {}
    entries = (
        documents[0].get("dependencies") if documents and isinstance(documents[0], dict) else ()
    )
    found = {}
    for entry in entries if isinstance(entries, list) else ():
        repository = entry.get("repository") if isinstance(entry, dict) else None
        if isinstance(repository, str) and repository.startswith("file://"):
            found[str(entry.get("name"))] = repository.removeprefix("file://")
    return found


@dataclass(slots=True)
class RenderedFiles:
    """The files that a release's objects are written to.

    Attributes:
        output: folder of all output, relative to the repository's root.
    """

    item: RenderedRelease
    output: str
    _documents: dict[ResourceKey, Document] = field(default_factory=dict)

    def locate(self, resource: Resource, path: FieldPath) -> Location:
        """Locate a field, or the nearest one above it that is there."""
        return self._document(resource).at(path)

    def _document(self, resource: Resource) -> Document:
        key = resource.key
        if key not in self._documents:
            # As it is written to disk, so that its own text can be read without a doubt.
            (composed,) = compose(resource.text)
            file = SourceFile(self._path(resource), resource.text)
            self._documents[key] = Document(file, composed.data, composed.spans)
        return self._documents[key]

    def _path(self, resource: Resource) -> str:
        release = self.item.release
        folder = manifests_folder(release.id.service_catalog, release.id.service_name)
        name = _file_name(self.item.resources, resource)
        return f"{self.output}/{release.environment.name}/{folder}/{name}"


def _file_name(resources: Iterable[Resource], resource: Resource) -> str:
    named = file_names({item.key: item for item in (*resources, resource)}.values())
    return next(name for name, item in named.items() if item.key == resource.key)
