"""Backstage refuses an entity that is not written as it wants."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from catalogc.model.catalog import Catalog
from catalogc.model.display import listing, show
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.source import FieldPath, Location, format_path, get_in
from catalogc.model.suggestion import nearest
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared import entity_format as form
from catalogc.rules.shared.entity_schema import KINDS, YOUNG_KINDS, entity_validator
from catalogc.rules.shared.web_address import is_url

SLUG = "backstage-entity"

_METADATA = ("metadata",)
_NAME = (*_METADATA, "name")
_PLACEHOLDER = "${{"
_GROUP = "backstage.io"
_FORMATS: tuple[tuple[FieldPath, Callable[[str], bool], str], ...] = (
    (("apiVersion",), form.is_api_version, form.API_VERSION_WORDS),
    (("kind",), form.is_kind, form.KIND_WORDS),
    (_NAME, form.is_name, form.NAME_WORDS),
    ((*_METADATA, "namespace"), form.is_namespace, form.LABEL_WORDS),
)
_REFERENCES = (
    *("owner", "system", "domain", "subdomainOf", "subcomponentOf", "parent"),
    *("providesApis", "consumesApis", "dependsOn", "children", "members", "memberOf"),
)
_EXPLICIT = "dependsOn"


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Judge every entity of the Backstage tree that a person wrote.

    Entities with placeholders are skeletons of a Backstage Template, and left out.
    """
    severity = context.policy.default or context.severity
    first: dict[str, Location] = {}
    for document in catalog.entities:
        if _PLACEHOLDER in str(get_in(document.data, _NAME)):
            continue
        entity = _Entity(document, severity)
        yield from entity.findings()
        yield from entity.repeated(first)


@dataclass(frozen=True, slots=True)
class _Entity:
    document: Document
    severity: Severity

    def findings(self) -> Iterator[Finding]:
        """Judge by the schema of the kind; by formats, whatever the schema takes."""
        kind = self.document.data["kind"]
        refused = set()
        validator = entity_validator(kind if kind in KINDS and self._is_own() else "")
        for finding in validator.document_findings(self.document):
            refused.add(finding.field)
            yield replace(finding, rule=SLUG, severity=self.severity)
        for finding in (*self._kind(kind), *self._formats(), *self._references(kind)):
            if finding.field not in refused:
                yield finding

    def repeated(self, first: dict[str, Location]) -> Iterator[Finding]:
        """Report a second entity of one reference; Backstage compares without case."""
        name, namespace = self._text(_NAME), self._text((*_METADATA, "namespace")) or "default"
        reference = f"{self.document.data['kind']}:{namespace}/{name}".lower()
        place = self.document.at(_NAME)
        other = first.setdefault(reference, place) if name else place
        if other is not place:
            yield replace(
                self._finding(
                    _NAME,
                    f"{reference} is in the Backstage tree twice",
                    "give one of them another name; case makes no difference",
                ),
                related=(Label(other, "the first one"),),
            )

    def _is_own(self) -> bool:
        """Tell whether the apiVersion is of Backstage itself."""
        group = self._text(("apiVersion",)).rpartition("/")[0]
        return group == _GROUP or group.endswith(f".{_GROUP}")

    def _kind(self, kind: str) -> Iterator[Finding]:
        version = self._text(("apiVersion",))
        known = KINDS.get(kind)
        if not version or (known is not None and version in known.versions):
            return
        if known is not None and self._is_own():
            yield self._finding(
                ("apiVersion",),
                f"apiVersion is {show(version)}, expected {' or '.join(known.versions)}",
                f"Backstage knows {kind} in these versions alone",
            )
            return
        guess = nearest(kind, KINDS)
        finding = self._finding(
            ("kind",),
            f"kind {show(kind)} of {show(version)} is not one of Backstage's own",
            f"known: {listing(sorted(KINDS), len(KINDS))}",
            f"did you mean {guess}?" if guess else "",
        )
        # A plugin can bring kinds of other groups: nobody here knows.
        certain = self._is_own() and kind not in YOUNG_KINDS
        yield finding if certain else replace(finding, severity=Severity.INFO, unknown=True)

    def _formats(self) -> Iterator[Finding]:
        for path, fits, words in _FORMATS:
            yield from self._judge(path, get_in(self.document.data, path), fits, words)
        for field in ("labels", "annotations"):
            path = (*_METADATA, field)
            for key, value in self._mapping(path).items():
                if not form.is_key(key):
                    yield self._bad_key((*path, key), key)
                elif field == "labels":
                    yield from self._judge(
                        (*path, key), value, form.is_label_value, f"{form.NAME_WORDS}, or nothing"
                    )
        for index, tag in enumerate(self._sequence((*_METADATA, "tags"))):
            yield from self._judge((*_METADATA, "tags", index), tag, form.is_tag, form.TAG_WORDS)
        for index, link in enumerate(self._sequence((*_METADATA, "links"))):
            yield from self._link((*_METADATA, "links", index), link)

    def _link(self, path: FieldPath, link: Any) -> Iterator[Finding]:
        if not isinstance(link, dict):
            return
        yield from self._judge(
            (*path, "url"), link.get("url"), is_url, "a URL, such as https://example.com/"
        )
        for field in ("title", "icon"):
            yield from self._judge((*path, field), link.get(field), _has_text, "text")

    def _references(self, kind: str) -> Iterator[Finding]:
        if kind not in KINDS or not self._is_own():
            return
        spec = self._mapping(("spec",))
        for field in (field for field in _REFERENCES if field in spec):
            path: FieldPath = ("spec", field)
            fits = functools.partial(_is_reference, explicit=field == _EXPLICIT)
            words = "kind:[namespace/]name" if field == _EXPLICIT else form.REFERENCE_WORDS
            yield from self._judge(path, spec[field], fits, words)
            for index, item in enumerate(self._sequence(path)):
                yield from self._judge((*path, index), item, fits, words)

    def _judge(
        self, path: FieldPath, value: Any, fits: Callable[[str], bool], words: str
    ) -> Iterator[Finding]:
        """Report text that does not fit; the schema reports what is no text."""
        if isinstance(value, str) and not fits(value):
            message = f"{format_path(path)} is {show(value, path)}, expected {words}"
            yield self._finding(path, message, f"write {words}")

    def _bad_key(self, path: FieldPath, key: str) -> Finding:
        message = f"the key {show(key)} of {format_path(path[:-1])} is not {form.KEY_WORDS}"
        finding = self._finding(path, message, f"write {form.KEY_WORDS}")
        return replace(finding, location=self.document.at_key(path))

    def _finding(self, path: FieldPath, message: str, remedy: str, label: str = "") -> Finding:
        place = self.document.at(path)
        return Finding(SLUG, self.severity, message, place, label, path, help=remedy)

    def _text(self, path: FieldPath) -> str:
        value = get_in(self.document.data, path)
        return value if isinstance(value, str) else ""

    def _mapping(self, path: FieldPath) -> dict[str, Any]:
        value = get_in(self.document.data, path)
        return value if isinstance(value, dict) else {}

    def _sequence(self, path: FieldPath) -> list[Any]:
        value = get_in(self.document.data, path)
        return value if isinstance(value, list) else []


def _has_text(text: str) -> bool:
    return not form.is_blank(text)


def _is_reference(text: str, *, explicit: bool) -> bool:
    reference = form.read_reference(text)
    return reference is not None and (reference.kind is not None or not explicit)


RULE = Rule(
    SLUG,
    "an entity is not written as Backstage wants it",
    check_catalog=check_catalog,
    rationale="Backstage drops an entity that its policies refuse, and shows the reason only in "
    "its own log. An adapter or a leaf would be missing in the portal, and nobody would know why.",
    scope=Scope.CATALOG,
)
