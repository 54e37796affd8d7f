"""Find the leaves: bare files, embedded in an entity, or named by one; put defaults under them."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.reader import DocumentReader
from catalogc.model.source import get_in
from catalogc.model.values import Origin, Values

DEFAULTS_NAME = "_defaults.yaml"
LEAF_ANNOTATION = "catalogc.dev/leaf"
_EMBEDDED = ("spec", "workload")


@dataclass(frozen=True, slots=True)
class LayeredLeaf:
    """A leaf's document and its layers, the leaf itself last."""

    document: Document
    layers: tuple[Values, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """What it was read from, the leaf first."""
        return tuple(layer.origins[()].document.file.path for layer in reversed(self.layers))


@dataclass(frozen=True, slots=True)
class FoundLeaves:
    """The leaves, sorted by file, and every ``_defaults.yaml``, sorted by folder."""

    leaves: tuple[LayeredLeaf, ...]
    defaults: tuple[Document, ...]


def find_leaves(
    files: Iterable[str],
    entities: Iterable[Document],
    leaves_folder: str,
    reader: DocumentReader,
) -> Outcome[FoundLeaves]:
    """Collect every leaf once.

    Args:
        files: YAML files of the leaves folder, ``_defaults.yaml`` among them, inventory not.
        entities: Backstage entities; they may embed (``spec.workload``) or name a leaf.
        leaves_folder: below it, ``_defaults.yaml`` files are layers.
    """
    findings: list[Finding] = []
    paths = list(files)
    defaults = _read_defaults(paths, reader, findings)
    documents: dict[str, list[Document]] = {}
    bare = [path for path in paths if not is_defaults(path)]
    reader.expect(bare)
    for path in bare:
        outcome = reader.one(path)
        findings.extend(outcome.findings)
        if outcome.value is not None and _is_leaf(outcome.value, findings):
            documents[path] = [outcome.value]
    for entity in entities:
        embedded = _embedded(entity)
        if embedded is not None:
            documents.setdefault(entity.file.path, []).append(embedded)
        for document in _referenced(entity, documents, reader, findings):
            documents[document.file.path] = [document]
    leaves = tuple(
        LayeredLeaf(document, layers_of(document, defaults, leaves_folder))
        for path in sorted(documents)
        for document in documents[path]
    )
    layers = tuple(defaults[folder] for folder in sorted(defaults))
    return Outcome(FoundLeaves(leaves, layers), tuple(findings))


def _read_defaults(
    paths: list[str], reader: DocumentReader, findings: list[Finding]
) -> dict[str, Document]:
    defaults = {}
    for path in filter(is_defaults, paths):
        outcome = reader.one(path)
        findings.extend(outcome.findings)
        if outcome.value is None or outcome.value.data is None:
            continue
        if isinstance(outcome.value.data, dict):
            defaults[posixpath.dirname(path)] = outcome.value
        else:
            findings.append(_not_a_mapping(outcome.value, "defaults"))
    return defaults


def is_defaults(path: str) -> bool:
    """Tell whether a file holds defaults for the leaves below its folder."""
    return path.rpartition("/")[2] == DEFAULTS_NAME


def _is_leaf(document: Document, findings: list[Finding]) -> bool:
    """Every file of the leaves folder is a leaf, unless it is a Kubernetes-style document.

    A file that is neither is an error: a workload must not vanish for a misspelt key.
    """
    data = document.data
    if not isinstance(data, dict):
        findings.append(_not_a_mapping(document, "a leaf"))
        return False
    return "workloadType" in data or not {"apiVersion", "kind"} <= data.keys()


def _embedded(entity: Document) -> Document | None:
    if get_in(entity.data, ("kind",)) != "Component":
        return None
    if not isinstance(get_in(entity.data, _EMBEDDED), dict):
        return None
    return entity.subtree(_EMBEDDED)


def _referenced(
    entity: Document,
    known: Mapping[str, Any],
    reader: DocumentReader,
    findings: list[Finding],
) -> Iterator[Document]:
    field = ("metadata", "annotations", LEAF_ANNOTATION)
    target = get_in(entity.data, field)
    if get_in(entity.data, ("kind",)) != "Component" or not isinstance(target, str):
        return
    path = posixpath.normpath(target)
    if path in known:
        return
    outcome = reader.one(path)
    if outcome.value is not None:
        findings.extend(outcome.findings)
        if _is_leaf(outcome.value, findings):
            yield outcome.value
        return
    unreadable = {"missing-file", "outside-root", "symlink"}
    for finding in outcome.findings:
        if finding.rule in unreadable:  # blame the annotation: there is no file to point into
            place = entity.at(field)
            findings.append(
                Finding(
                    finding.rule,
                    Severity.ERROR,
                    f"{LEAF_ANNOTATION} names {target}, which cannot be read",
                    place,
                    field=field,
                    help="write the leaf's path, relative to the repository root",
                )
            )
        else:
            findings.append(finding)


def layers_of(
    document: Document, defaults: Mapping[str, Document], leaves_folder: str
) -> tuple[Values, ...]:
    """Return the layers of a leaf, the leaf itself last.

    Args:
        defaults: each ``_defaults.yaml`` by its folder.
    """
    folder = document.file.path.rpartition("/")[0]
    chain = [document]
    while defaults and (folder == leaves_folder or folder.startswith(f"{leaves_folder}/")):
        if folder in defaults:
            chain.append(defaults[folder])
        folder = folder.rpartition("/")[0]
    return tuple(Values(layer.data, {(): Origin(layer, ())}) for layer in reversed(chain))


def _not_a_mapping(document: Document, what: str) -> Finding:
    return Finding(
        rule="wrong-type",
        severity=Severity.ERROR,
        message=f"{document.file.path} should hold {what}, but is not a mapping",
        location=document.at(()),
        help="write keys and values, such as `workloadType: BASIC_CONTAINER_LOAD`",
    )
