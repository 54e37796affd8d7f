"""What is known of a rule, for people (Markdown) and for programs."""

from collections.abc import Iterator
from typing import Any

from catalogc.report.links import rule_url
from catalogc.rules.base import Rule

_FIXES = {
    None: "none",
    "safe": "safe, by catalogc lint --fix",
    "unsafe": "unsafe, by catalogc lint --unsafe-fixes",
}


def rule_record(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON data; keys are only ever added."""
    return {
        "rule": rule.slug,
        "summary": rule.summary,
        "severity": rule.severity.value,
        "scope": rule.scope.value,
        "profile": rule.profile.value,
        "mandatory": rule.mandatory,
        "fixable": rule.fixable.value if rule.fixable else None,
        "since": rule.since,
        "rationale": rule.rationale,
        "url": rule_url(rule.slug),
    }


def rule_page(rule: Rule) -> str:
    """Return the page of a rule, in Markdown."""
    return "\n".join(_lines(rule)).rstrip("\n") + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield from (f"# {rule.slug}", "", f"{rule.summary[:1].upper()}{rule.summary[1:]}.", "")
    yield f"- Severity: {rule.severity}"
    yield f"- Scope: {rule.scope}"
    if rule.mandatory:
        yield "- Profile: all; it cannot be switched off"
    else:
        yield f"- Profile: {rule.profile}"
    yield f"- Fixes: {_FIXES[rule.fixable.value if rule.fixable else None]}"
    yield from (f"- Since: {rule.since}", "")
    if rule.rationale:
        yield from ("## Why", "", rule.rationale, "")
    for title, text in (("Wrong", rule.bad), ("Right", rule.good)):
        if text:
            yield from (f"## {title}", "", "```yaml", _visible(text), "```", "")
    if rule.files:
        yield from ("## Beside it", "")
        for path, text in rule.files.items():
            yield from (f"`{path}`:", "", "```yaml", _visible(text), "```", "")


def _visible(text: str) -> str:
    """Escape what nobody would see, as YAML does in double quotes."""
    return "".join(
        character
        if character.isprintable() or character == "\n"
        else character.encode("unicode_escape").decode()
        for character in text.strip("\n")
    )
