"""``--show-settings``: each setting of a run, and where it comes from."""

from collections.abc import Iterator

from catalogc import BASELINE_FILE
from catalogc.check.levels import Levels
from catalogc.cli.lint_options import place_text
from catalogc.model.catalog import Catalog
from catalogc.model.lint import Level, LintRequest
from catalogc.rules import RULES
from catalogc.rules.base import Rule


def settings_text(catalog: Catalog, request: LintRequest) -> str:
    """Return one line a setting: name, value, origin."""
    rows = [
        *_general(catalog, request),
        *_rules(catalog, request),
        *_policies(catalog, request),
        *_paths(catalog),
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "".join(
        f"{name:<{widths[0]}}  {value:<{widths[1]}}  {origin}\n" for name, value, origin in rows
    )


def _general(catalog: Catalog, request: LintRequest) -> Iterator[tuple[str, str, str]]:
    lint = catalog.config.lint
    if request.profile:
        yield "profile", request.profile, "--profile"
    else:
        yield "profile", lint.profile, place_text(lint.profile_location, "default")
    known = len(request.baseline)
    yield "baseline", f"{known} findings", BASELINE_FILE if known else "default"
    yield "today", str(request.today), "the clock, or SOURCE_DATE_EPOCH"


def _rules(catalog: Catalog, request: LintRequest) -> Iterator[tuple[str, str, str]]:
    levels = Levels.of(catalog, request)
    named = {policy.rule: policy.location for policy in catalog.policies}
    for rule in RULES:
        if not levels.runs(rule, named):
            yield rule.slug, "off", _off_because(rule, request)
            continue
        level = catalog.config.lint.levels.get(rule.slug)
        if rule.mandatory:
            yield rule.slug, rule.severity, "cannot be switched off"
        elif level is not None:
            yield rule.slug, _level(level, rule), place_text(level.location, "catalogc.yaml")
        elif rule.slug in named:
            yield rule.slug, _policy_level(rule, catalog), place_text(named[rule.slug], "")
        else:
            yield rule.slug, rule.severity, "default"


def _policies(catalog: Catalog, request: LintRequest) -> Iterator[tuple[str, str, str]]:
    """Policies of expressions; those with a rule show at their rule."""
    levels = Levels.of(catalog, request)
    terms = [item.terms for item in catalog.expression_policies]
    terms += [item.terms for item in catalog.admission_policies]
    for item in sorted(terms, key=lambda item: item.name):
        rule = levels.rules[item.name]
        level = catalog.config.lint.levels.get(item.name)
        if not levels.runs(rule, (item.name,)):
            yield item.name, "off", _off_because(rule, request)
        elif level is not None:
            yield item.name, _level(level, rule), place_text(level.location, "catalogc.yaml")
        else:
            own = (item.production or rule.severity, item.default or rule.severity)
            yield item.name, _pair(*own), place_text(item.location, "")


def _off_because(rule: Rule, request: LintRequest) -> str:
    if rule.slug in request.ignore:
        return "--ignore"
    return "--select" if request.only else f"it is in profile {rule.profile}"


def _level(level: Level, rule: Rule) -> str:
    if level.off:
        return "off"
    return _pair(level.production or rule.severity, level.default or rule.severity)


def _policy_level(rule: Rule, catalog: Catalog) -> str:
    policy = next(item for item in catalog.policies if item.rule == rule.slug)
    return _pair(policy.production or rule.severity, policy.default or rule.severity)


def _pair(production: str, default: str) -> str:
    return production if production == default else f"{production} in production, else {default}"


def _paths(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    by_slug = {rule.slug: rule for rule in RULES}
    for entry in catalog.config.lint.paths:
        for slug, level in entry.levels.items():
            if slug in by_slug:
                value = _level(level, by_slug[slug])
                yield f"{slug} in {entry.pattern}", value, place_text(level.location, "")
