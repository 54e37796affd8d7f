"""A placeholder that nobody has filled in is a value like any other."""

import re
from collections.abc import Iterator

from catalogc.model.display import show
from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.leaf_text import CHART_VALUES, gist, is_argument, is_variable, texts

SLUG = "template-literal"

# Most texts have none of these, and are not looked at again.
_SIGNS = ("{{", "${", "$(", "<", "change", "replace", "insert", "todo", "fixme", "xxx")
_TODO = re.compile(
    r"(?i:(?<![A-Za-z0-9])(change[_-]?me|replace[_-]?me|insert[_-]here)(?![A-Za-z0-9]))"
    r"|\A\s*(TODO|FIX(?:ME))\b|\A[xX]{3,}\Z"
    r"|(?i:<(your|my|insert|enter|replace|change|put|todo)[-_ ][^<>]{0,80}>)"
)
_ANGLES = re.compile(r"<[A-Za-z][A-Za-z0-9 _.-]{1,80}>")
_BRACES = re.compile(r"\{\{[^{}]{0,200}\}\}")
_OURS = re.compile(r"\{\{-?\s*(\.|include\s|template\s|values\.|parameters\.)")
_ROLLOUT_ARGUMENT = re.compile(r"\{\{\s*args\.[\w-]{1,63}\s*\}\}")
_VARIABLE = re.compile(r"\$\{[A-Za-z_][^{}]{0,200}\}|\$\([A-Za-z_][A-Za-z0-9_]{0,99}\)")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for placeholders: of Helm, of Backstage, of a shell, and those for people.

    Left alone are what something else fills in: ``{{args.name}}`` in a rollout's queries,
    ``$(NAME)`` in environment variables, arguments and commands, an Ollama Modelfile's
    template, and templates in ``values`` of a third-party chart.
    """
    values = release.leaf.values
    if not _has_sign(gist(values)):
        return
    reporter = Reporter(SLUG, release, context)
    for path, text in texts(values):
        found = _placeholder(path, text) if _has_sign(text) else None
        if found is not None:
            yield reporter.finding(
                path,
                f"{format_path(path)} has the placeholder {show(found, path)}",
                location=values.at(path),
                label="nothing fills this in",
                remedy="write the value itself; a leaf is not a template",
            )


def _has_sign(text: str) -> bool:
    lowered = text.lower()
    return any(sign in lowered for sign in _SIGNS)


def _placeholder(path: FieldPath, text: str) -> str | None:
    if path[0] == CHART_VALUES:
        return _first(_TODO, text)
    if path[-1] == "modelfile":
        return None
    if is_variable(path) or is_argument(path):
        braces = _first(_BRACES, text)
        ours = braces if braces and _OURS.match(braces) else None
        return ours or _first(_TODO, text)
    if path[-1] == "query":
        text = _ROLLOUT_ARGUMENT.sub("", text)
    whole = text.strip() if _ANGLES.fullmatch(text.strip()) else None
    return _first(_BRACES, text) or _first(_VARIABLE, text) or _first(_TODO, text) or whole


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[0] if match else None


_BAD = SHOP + "  environment:\n    - {name: GREETING, value: <your-greeting>}\n"

RULE = Rule(
    SLUG,
    "a placeholder was left in a value",
    check,
    rationale="A leaf is data: neither Helm nor Argo CD fills anything in. What was meant to "
    "be replaced reaches the cluster as it is written.",
    bad=_BAD,
    good=_BAD.replace("<your-greeting>", "welcome"),
)
