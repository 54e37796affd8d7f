"""libyaml's composer without PyYAML's own opinion about types."""

from typing import Any

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


__all__ = ["IMPLICIT", "MAPPING", "PLAIN", "SEQUENCE", "TEXT", "NodeReader"]
