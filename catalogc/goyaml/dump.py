"""Write data as YAML that Helm, Argo CD and Kubernetes read back unchanged."""

from typing import Any

import yaml

from catalogc.goyaml.scalars import read_core, read_plain

_TEXT = "tag:yaml.org,2002:str"
_INDICATOR_STARTS = frozenset("-?:,[]{}#&*!|>'\"%@`= \t")


class _Dumper(yaml.CSafeDumper):
    """Block style, our quoting, no aliases."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Write equal objects out each time: an alias is hard to read and to diff."""
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.Node:
    if "\n" in text and _is_block_safe(text):
        return dumper.represent_scalar(_TEXT, text, style="|")
    # Quoted wherever any reader, by YAML 1.1 or 1.2, could see something else than this text.
    plain = isinstance(read_plain(text), str) and isinstance(read_core(text), str)
    plain = plain and bool(text) and text[0] not in _INDICATOR_STARTS and _looks_like_text(text)
    return dumper.represent_scalar(_TEXT, text, style=None if plain else '"')


def _represent_number(dumper: _Dumper, value: float) -> yaml.Node:
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    if mark and "." not in mantissa:
        text = f"{mantissa}.0e{exponent}"
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


def _is_block_safe(text: str) -> bool:
    """A literal block keeps printable text whose lines do not end in blanks."""
    if text[0] in " \n\t" or "\t" in text or "\r" in text or not text.strip("\n"):
        return False
    if any(line.endswith(" ") for line in text.split("\n")):
        return False
    return all(char == "\n" or char.isprintable() for char in text)


def _looks_like_text(text: str) -> bool:
    """Not a number, time or key of any YAML version, such as 1:30, 2024-01-02, 0o10 or <<."""
    return not (text[0].isdigit() or text[0] in "+.<~") or any(
        char.isalpha() and char not in "eExXoObBT" for char in text
    )


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)


def dump(data: Any) -> str:
    """Write JSON-like data as one YAML document; keys keep their order, lines are not folded."""
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        default_flow_style=False,
        sort_keys=False,
        allow_unicode=True,
        width=2**20,
    )
    return text.removesuffix("...\n")
