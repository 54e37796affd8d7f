"""The leaf of the next environment, made of the leaf of this one."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalogc.fix.change import ABSENT, UnchangeableError, changed_text, one_line
from catalogc.fix.splice import apply_edits
from catalogc.goyaml.compose import compose
from catalogc.model.catalog import Catalog
from catalogc.model.document import Document
from catalogc.model.finding import Edit
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, SourceFile, get_in
from catalogc.resolve.layers import merge_layers
from catalogc.resolve.leaves import layers_of
from catalogc.scaffold.renaming import Renaming, names, scalars

_WAIVER = re.compile(r"(?m)^[ \t]*#[ \t]*catalogc[ \t]*:.*\n?|[ \t]+#[ \t]*catalogc[ \t]*:.*$")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is not as it was.

    Attributes:
        before: ``ABSENT`` where there was none.
        after: ``ABSENT`` where there is none now.
        reason: why, in a few words.
    """

    path: FieldPath
    before: Any
    after: Any
    reason: str


@dataclass(slots=True)
class Promotion:
    """A leaf for the next environment.

    Attributes:
        path: of its file.
        before: its text so far; None where there is none.
        text: what it ought to be.
        changes: against the source for a new leaf, against the leaf itself for one that exists.
        defaults: values that folders give, and that differ between the two.
        kept: fields that differ from the source and stay as the target has them.
        notes: what a person should look at.
    """

    path: str
    before: str | None
    text: str
    changes: list[Change] = field(default_factory=list)
    defaults: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """The text, parsed."""
        return parsed(self.path, self.text)

    def set(self, path: FieldPath, value: Any, reason: str) -> None:
        """Set a field, or remove it (``ABSENT``).

        Raises:
            UnchangeableError: the text does not allow it.
        """
        document = self.document
        before = get_in(document.data, path, ABSENT)
        if before == value and type(before) is type(value):
            return
        self.text = changed_text(document, path, value)
        self.changes.append(Change(path, before, value, reason))

    def note_mentions(self, environment: str) -> None:
        """Note the lines that still name the environment that the leaf comes from."""
        if self.before == self.text:
            return
        known = frozenset((self.before or "").splitlines())
        for number, line in enumerate(self.text.splitlines(), 1):
            # Devices have paths of their own.
            if line not in known and names(line.replace("/dev/", ""), environment):
                self.notes.append(f"line {number} still names {environment}: {line.strip()}")


def parsed(path: str, text: str) -> Document:
    """Parse a text that is known to be one document."""
    composed = compose(text)[0]
    return Document(SourceFile(path, text), composed.data, composed.spans)


def target_path(source: Release, environment: str, leaves: str) -> str:
    """Return the file of a leaf's sibling: its own path with the environment's name replaced.

    A path without the environment's name gets the layout's place.
    """
    path = source.leaf.document.file.path
    folders, _, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    old = source.id.environment
    if stem == old:
        return f"{folders}/{environment}{dot}{suffix}"
    below = folders.removeprefix(leaves)
    parts = below.split("/")
    if old in parts:
        parts[parts.index(old)] = environment
        return f"{leaves}{'/'.join(parts)}/{name}"
    return posixpath.join(leaves, *source.id[1:], f"{environment}.yaml")


def new_leaf(source: Release, path: str, renaming: Renaming, catalog: Catalog) -> Promotion:
    """Write the leaf of an environment that has none, with the comments of the source.

    Waivers stay behind: they were accepted for the other environment. What only the source's
    ``_defaults.yaml`` files say is written into the leaf; where the target's files say something
    else, they win, and the difference is told.

    Raises:
        UnchangeableError: a text that must change cannot be.
    """
    document = source.leaf.document
    made = Promotion(path, None, "")
    made.text = _without_waivers(document, made)
    made.text = _renamed(made, renaming)
    if "environment" in made.document.data:
        made.changes.insert(0, Change(("environment",), renaming.old, renaming.new, ""))
    else:
        made.set(("environment",), renaming.new, "")
    _fold_defaults(made, source, renaming, catalog)
    return made


def _without_waivers(document: Document, made: Promotion) -> str:
    text = document.file.text
    without = _WAIVER.sub("", text)
    if without == text or compose(without)[0].data != document.data:
        return text  # none, or what looks like one is part of a value
    for match in _WAIVER.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        waiver = match.group().strip()
        made.notes.append(f"left behind, line {line} of {document.file.path}: {waiver}")
    return without


def _renamed(made: Promotion, renaming: Renaming) -> str:
    """Replace scalars where they stand."""
    document = made.document
    edits = []
    for path, value in scalars(document.data):
        new = renaming.of(path, value)
        if new != value:
            place = document.at(path)
            quote = place.text[:1] if place.text[:1] in ("'", '"') else ""
            text = f"{quote}{new}{quote}" if place.text.strip("'\"") == value else one_line(new)
            edits.append(Edit(place, text))
            if path != ("environment",):
                kind = renaming.kind(path, value)
                made.changes.append(Change(path, value, new, f"{kind} of the environment"))
    text = apply_edits(document.file.text, edits)
    if compose(text)[0].data != renaming.of_all(document.data):
        where = document.file.path
        raise UnchangeableError(f"{where}: values that name {renaming.old} cannot be replaced")
    return text


def _fold_defaults(made: Promotion, source: Release, renaming: Renaming, catalog: Catalog) -> None:
    before, after = (
        _inherited(document, catalog) for document in (source.leaf.document, made.document)
    )
    if before.keys() == after.keys() and all(before[key] == after[key] for key in before):
        return
    for path, value in before.items():
        meant = renaming.of_all(value, path)
        if path == ("environment",) or get_in(made.document.data, path, ABSENT) is not ABSENT:
            continue
        if path in after:
            if after[path] != meant:
                made.defaults.append(Change(path, value, after[path], ""))
        else:
            made.set(path, meant, f"from the defaults of {renaming.old}")
    written = made.document.data
    made.defaults += [
        Change(path, ABSENT, value, "")
        for path, value in after.items()
        if path not in before and get_in(written, path, ABSENT) is ABSENT
    ]


def _inherited(document: Document, catalog: Catalog) -> dict[FieldPath, Any]:
    """Return what ``_defaults.yaml`` files give a leaf: path -> scalar or list."""
    folders = {posixpath.dirname(item.file.path): item for item in catalog.defaults}
    layers = layers_of(document, folders, catalog.config.paths.leaves)[:-1]
    return dict(values(merge_layers(layers).data)) if layers else {}


def values(data: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield what mappings hold; a list is one value, as layers replace it as a whole."""
    if isinstance(data, dict) and (data or not path):
        for key, value in data.items():
            yield from values(value, (*path, key))
    else:
        yield path, data
