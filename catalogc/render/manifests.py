"""Rendered text in, checked Kubernetes objects out; the same for every back end.

Workers import this: it stays free of dataclasses and of the model, which cost start-up time.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from catalogc.goyaml.dump import dump
from catalogc.goyaml.load import YamlError, load_documents

# api_version, kind, namespace, name, template, manifest, text: the fields of a Resource.
Row = tuple[str, str, str, str, str, dict[str, Any], str]

# Of a template's text; not to be changed.
Known = dict[tuple[str, str], list[Row]]

# Helm's own separator (releaseutil.SplitManifests): it also cuts `---apiVersion: v1`.
_SEPARATOR = re.compile(r"(?:\A|[ \t\n\f\r]*\n)---[ \t\n\f\r]*")
_HOOK = "helm.sh/hook"
_HOOK_EVENTS = frozenset(
    f"{moment}-{action}"
    for moment in ("pre", "post")
    for action in ("install", "delete", "upgrade", "rollback")
)


class InvalidManifestError(Exception):
    """A template rendered something that is no Kubernetes object.

    Attributes:
        template: file relative to the chart's folder.
        message: what is wrong, with the line of the rendered text.
        excerpt: that line; it may hold values of the leaf.
    """

    def __init__(self, template: str, message: str, excerpt: str = "") -> None:
        super().__init__(message)
        self.template = template
        self.message = message
        self.excerpt = excerpt


def read_manifests(
    outputs: Iterable[tuple[str, str]],
    chart_name: str,
    *,
    write: bool = True,
    known: Known | None = None,
) -> list[Row]:
    """Read what a chart rendered.

    Left out are partials, NOTES.txt, ``templates/tests/``, test hooks, hooks of events
    that Helm does not know, and empty documents. Lists are taken apart.

    Args:
        outputs: archive member (``<chart name>/templates/...``) and rendered text.
        chart_name: root folder of the members.
        write: whether rows need a text; without, it is empty.
        known: rows of earlier calls, which those of this call are added to.

    Returns:
        Rows sorted by group, kind, namespace, name and template.

    Raises:
        InvalidManifestError: a document is no object with apiVersion, kind and name.
    """
    rows: list[Row] = []
    # Sorted, so that the first invalid template is the same for every back end.
    for member, text in sorted(outputs, key=_member):
        template = member.removeprefix(f"{chart_name}/")
        if text.isspace() or not text or _is_left_out(template):
            continue
        try:
            found = known.get((template, text)) if known is not None else None
            if found is None:
                found = list(_read_output(template, text, write))
                if known is not None:
                    known[template, text] = found
            rows += found
        except RecursionError as error:
            raise InvalidManifestError(template, "its output is nested too deeply") from error
    rows.sort(key=_sort_key)
    return rows


def _read_output(template: str, text: str, write: bool) -> Iterator[Row]:
    for line, document in split_documents(text):
        for manifest in _objects(template, document, line):
            yield (*_identity(template, manifest, line), manifest, dump(manifest) if write else "")


def split_documents(text: str) -> Iterator[tuple[int, str]]:
    """Split rendered text as Helm does; yield the line each document starts on, from 1."""
    if "---" not in text:
        yield _stripped(text, 0, len(text))
        return
    start = 0
    for separator in _SEPARATOR.finditer(text):
        if text[start : separator.start()].strip():
            yield _stripped(text, start, separator.start())
        start = separator.end()
    if text[start:].strip():
        yield _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> tuple[int, str]:
    document = text[start:end]
    start += len(document) - len(document.lstrip())
    return text.count("\n", 0, start) + 1, document.strip() + "\n"


def _is_left_out(template: str) -> bool:
    base = template.rpartition("/")[2]
    return base.startswith("_") or base == "NOTES.txt" or "templates/tests/" in template


def _objects(template: str, document: str, first_line: int) -> Iterator[dict[str, Any]]:
    try:
        documents = load_documents(document)
    except YamlError as error:
        excerpt = document.splitlines()[error.line - 1 : error.line]
        message = f"line {first_line + error.line - 1} of its output is no YAML: {error.message}"
        raise InvalidManifestError(template, message, "".join(excerpt)) from error
    for data in documents:
        yield from _flattened(template, data, first_line)


def _flattened(template: str, data: object, line: int) -> Iterator[dict[str, Any]]:
    if data is None:
        return
    if not isinstance(data, dict):
        raise _invalid(template, line, f"is {_describe(data)}, not a mapping")
    items = data.get("items")
    if isinstance(items, list) and str(data.get("kind")).endswith("List"):
        for item in items:
            yield from _flattened(template, item, line)
    elif not _is_dropped_hook(data):
        yield data


def _is_dropped_hook(manifest: dict[str, Any]) -> bool:
    metadata = manifest.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    events = annotations.get(_HOOK) if isinstance(annotations, dict) else None
    if not isinstance(events, str):
        return False
    return any(event.strip().lower() not in _HOOK_EVENTS for event in events.split(","))


def _identity(template: str, manifest: dict[str, Any], line: int) -> tuple[str, str, str, str, str]:
    api_version = manifest.get("apiVersion")
    kind = manifest.get("kind")
    metadata = manifest.get("metadata")
    if not isinstance(api_version, str) or not api_version:
        raise _invalid(template, line, _not_a_name("apiVersion", api_version))
    if not isinstance(kind, str) or not kind:
        raise _invalid(template, line, _not_a_name("kind", kind))
    if not isinstance(metadata, dict):
        raise _invalid(template, line, f"({kind}) has no metadata")
    name, namespace = metadata.get("name"), metadata.get("namespace") or ""
    if not isinstance(name, str) or not name:
        raise _invalid(template, line, f"({kind}) {_not_a_name('metadata.name', name)}")
    if not isinstance(namespace, str):
        raise _invalid(template, line, f"({kind}) {_not_a_name('metadata.namespace', namespace)}")
    return (api_version, kind, namespace, name, template)


def _member(output: tuple[str, str]) -> str:
    return output[0]


def _sort_key(row: Row) -> tuple[str, str, str, str, str]:
    api_version, kind, namespace, name, template = row[:5]
    return (api_version.rpartition("/")[0], kind, namespace, name, template)


def _not_a_name(field: str, value: object) -> str:
    if value is None or value == "":
        return f"has no {field}"
    article = "an" if field[0] in "aeiou" else "a"
    return f"has {article} {field} that is {_describe(value)}, not a text: quote it in the template"


def _describe(value: object) -> str:
    words = {bool: "a boolean", int: "a number", float: "a number", list: "a list", str: "a text"}
    return words.get(type(value), "a mapping")


def _invalid(template: str, line: int, problem: str) -> InvalidManifestError:
    return InvalidManifestError(template, f"the object at line {line} of its output {problem}")
