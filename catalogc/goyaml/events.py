"""libyaml's composer without PyYAML's own opinion about types."""

import re
from typing import Any

import yaml
from yaml._yaml import CParser

PLAIN = "plain"
"""The tag that a scalar without quotes and without a tag gets."""

TEXT = "text"
MAPPING = "mapping"
SEQUENCE = "sequence"
IMPLICIT = frozenset({PLAIN, TEXT, MAPPING, SEQUENCE})

_KINDS = {"MappingNode": MAPPING, "SequenceNode": SEQUENCE}


class NodeReader(CParser):
    """Reads nodes; their tag is one of ``IMPLICIT``, or the tag that is written down."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        """Called by the composer; paths do not matter here."""

    def ascend_resolver(self) -> None:
        """Called by the composer; paths do not matter here."""

    def resolve(self, kind: type, _value: Any, implicit: Any) -> str:
        """Name the kind of a node that has no tag."""
        name = _KINDS.get(kind.__name__)
        if name is not None:
            return name
        return PLAIN if implicit[0] else TEXT


# libyaml composes by recursion in C: tens of thousands of levels overflow its stack. These are
# the only ways to write so many; what merely looks like them is counted exactly, by events.
_MANY_ON_A_LINE = re.compile(r"(?:[-?:][ \t]+){200}")
_FAR_RIGHT = "\n" + " " * 2000
_MANY_BRACKETS = 5000

# The tag ! makes a text of any scalar, but libyaml then forgets that it was there.
_MAYBE_BARE_TAG = re.compile(r"(?:^|[\s\[{,:])!(?=[\s,\]}]|\Z)")
_BARE_TAG = re.compile(r"(?:&\S+\s+)?!(?:[\s,\]}]|\Z)")


def bare_tag(text: str) -> Any:
    """Return the first scalar event that has the tag ``!``, or None.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    if "!" not in text or not _MAYBE_BARE_TAG.search(text):
        return None
    reader = NodeReader(text)
    while reader.check_event():
        event = reader.get_event()
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
            start: Any = event.start_mark
            if _BARE_TAG.match(text, start.index):
                return event
    return None


def too_deep(text: str, limit: int) -> Any:
    """Return the mark of the first node below ``limit`` levels, if so deep a text is likely.

    None means that the text can be composed safely, not that it is within the limit.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    if text.count("[") + text.count("{") <= _MANY_BRACKETS and not (
        _FAR_RIGHT in text or _MANY_ON_A_LINE.search(text)
    ):
        return None
    reader = NodeReader(text)
    depth = 0
    while reader.check_event():
        event = reader.get_event()
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > limit:
                return event.start_mark
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


__all__ = ["IMPLICIT", "MAPPING", "PLAIN", "SEQUENCE", "TEXT", "NodeReader", "bare_tag", "too_deep"]
