"""Walk the Backstage tree: every entity of the folder, and what its Locations name."""

import posixpath
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import filterfalse

from catalogc.discover.listing import list_yaml
from catalogc.files import FileRefused, Repository
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.globs import WILDCARD, glob_pattern
from catalogc.model.notices import DERIVED
from catalogc.model.reader import DocumentReader
from catalogc.model.source import FieldPath

_URL = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entities:
    """What the tree holds.

    Attributes:
        documents: mappings with a ``kind``, sorted by file and order in it.
        derived: files that ``catalogc backstage`` derives from leaves and charts; they are no
            source of anything, and not read.
    """

    documents: tuple[Document, ...]
    derived: tuple[str, ...] = ()


def walk_entities(repository: Repository, folder: str, reader: DocumentReader) -> Outcome[Entities]:
    """Read every entity below ``folder`` and every one that a Location leads to.

    Targets are relative to the file of their Location and may be globs; they never leave the
    repository. A file that is reached several ways is read once.
    """
    listed = list_yaml(repository, folder)
    findings: list[Finding] = list(listed.findings)
    queue = deque(listed.value)
    seen: set[str] = set(queue)
    entities: dict[str, list[Document]] = {}
    derived: list[str] = []
    while queue:
        path = queue.popleft()
        if repository.begins_with(path, f"# {DERIVED}\n"):
            derived.append(path)
            continue
        outcome = reader.many(path)
        findings.extend(outcome.findings)
        findings.extend(map(_no_mapping, filterfalse(_may_be_entity, outcome.value)))
        found = [document for document in outcome.value if _is_entity(document)]
        entities[path] = found
        for location in filter(_is_location, found):
            targets = _targets(location, repository)
            findings.extend(targets.findings)
            queue.extend(target for target in targets.value if target not in seen)
            seen.update(targets.value)
    ordered = tuple(document for path in sorted(entities) for document in entities[path])
    return Outcome(Entities(ordered, tuple(sorted(derived))), tuple(findings))


def _may_be_entity(document: Document) -> bool:
    return document.data is None or isinstance(document.data, dict)


def _no_mapping(document: Document) -> Finding:
    return Finding(
        rule="wrong-type",
        severity=Severity.ERROR,
        message="a Backstage entity must be a mapping",
        location=document.at(()),
        help="write apiVersion, kind, metadata and spec, or move it out of the Backstage tree",
    )


def _is_entity(document: Document) -> bool:
    return isinstance(document.data, dict) and isinstance(document.data.get("kind"), str)


def _is_location(document: Document) -> bool:
    api_version = str(document.data.get("apiVersion", ""))
    return document.data["kind"] == "Location" and api_version.startswith("backstage.io/")


def _targets(location: Document, repository: Repository) -> Outcome[tuple[str, ...]]:
    paths: list[str] = []
    findings: list[Finding] = []
    for field, target in _written_targets(location):
        try:
            matched = _matches(location.file.path, target, repository)
        except FileRefused as refusal:
            findings.append(_bad_target(location, field, target, refusal.rule, refusal.reason))
            continue
        if not matched and not _is_optional(location):
            findings.append(
                _bad_target(location, field, target, "missing-file", "it matches no file")
            )
        paths.extend(matched)
    return Outcome(tuple(paths), tuple(findings))


def _written_targets(location: Document) -> Iterator[tuple[FieldPath, str]]:
    spec = location.data.get("spec")
    if not isinstance(spec, dict):
        return
    if isinstance(spec.get("target"), str):
        yield ("spec", "target"), spec["target"]
    targets = spec.get("targets")
    for index, target in enumerate(targets if isinstance(targets, list) else ()):
        if isinstance(target, str):
            yield ("spec", "targets", index), target


def _is_optional(location: Document) -> bool:
    return bool(location.data["spec"].get("presence") == "optional")


def _matches(base: str, target: str, repository: Repository) -> Sequence[str]:
    """Expand one target.

    Raises:
        FileRefused: a URL, or a path that leaves the repository.
    """
    if _URL.match(target):
        raise FileRefused(target, "outside-root", "only paths in the repository are followed")
    path = repository.normalise(posixpath.join(posixpath.dirname(base), target))
    wildcard = WILDCARD.search(path)
    if wildcard is None:
        return [path] if repository.exists(path) else []
    folder = posixpath.dirname(path[: wildcard.start()])
    pattern = glob_pattern(path)
    return [file for file in repository.list_files(folder or ".").files if pattern.match(file)]


def _bad_target(
    location: Document, field: FieldPath, target: str, rule: str, reason: str
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message=f"target {target} cannot be followed: {reason}",
        location=location.at(field),
        field=field,
        help="write a path relative to this file, to a file of this repository",
    )
