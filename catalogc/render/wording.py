"""What Go's template errors mean, in plain words."""

import re

_CALLING = re.compile(r"error calling (?P<function>\w+): *\n?")

# Whole reason -> wording; {owner} is the expression before the field.
_WORDING = tuple(
    (re.compile(pattern, re.DOTALL), wording)
    for pattern, wording in (
        (
            r"nil pointer evaluating \S+( \{\})?\.(?P<field>\w+)",
            "{owner} is not set, so {field} cannot be read from it",
        ),
        (
            r"can't evaluate field (?P<field>\w+) in type (?P<type>.+)",
            "{field} cannot be read from {owner}, which is {what}",
        ),
        (
            r"(.*: )?no template \"(?P<name>[^\"]*)\" associated with template .*",
            'there is no named template "{name}"',
        ),
        (r"template \"(?P<name>[^\"]*)\" not defined", 'there is no named template "{name}"'),
        (
            r"rendering template has a nested reference name: (?P<name>\S+): .*",
            'the named template "{name}" includes itself without end',
        ),
        (
            r"exceeded maximum template depth \(\d+\)",
            "a named template calls itself without end",
        ),
        (
            r"unexpected EOF",
            "a block is opened and never closed: an `end` or `}}}}` is missing",
        ),
        (r"function \"(?P<name>[^\"]*)\" not defined", "Helm has no template function `{name}`"),
        (r"missing value for (?P<name>\w+)", "`{name}` needs a value"),
        (
            r"(chart dependencies processing failed: )?type mismatch on (?P<name>\S+): .*",
            "`{name}` is the name of a bundled chart, so its value must be a mapping",
        ),
    )
)
_TYPES = {
    "string": "a text",
    "float64": "a number",
    "int": "a number",
    "bool": "a boolean",
    "[]interface {}": "a list",
    "interface {}": "no mapping",
}


def in_plain_words(text: str, expression: str = "") -> str:
    """Reword an error of text/template; what is not known is kept as it is.

    Args:
        text: the reason, without its position.
        expression: the template expression that failed.
    """
    text = text.strip()
    called = _CALLING.match(text)
    reason = text[called.end() :] if called else text
    for pattern, wording in _WORDING:
        match = pattern.fullmatch(reason)
        if match:
            return _fill(wording, match.groupdict(), expression)
    if called and called["function"] not in ("include", "tpl"):
        return f"{called['function']}: {reason}"
    return reason


def _fill(wording: str, words: dict[str, str], expression: str) -> str:
    owner, found, _ = expression.rpartition(f".{words.get('field', '')}")
    go_type = words.get("type", "")
    return wording.format(
        **words,
        owner=owner if found and owner else "the current value",
        what=_TYPES.get(go_type, f"of Go type {go_type}"),
    )
