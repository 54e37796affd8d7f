"""Judge every release: its values schema, its identity, and the policies."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalogc.aside import run_aside
from catalogc.check.identity import check_identity, with_leaf
from catalogc.check.levels import Levels
from catalogc.model.adapter import Adapter
from catalogc.model.catalog import Catalog
from catalogc.model.configuration import Config
from catalogc.model.crash import Crash
from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.model.source import START_OF_FILE, Location, SourceFile
from catalogc.rules.base import Context, Rule
from catalogc.rules.force import rules_in_force
from catalogc.schemas.validation import InvalidSchema, SchemaValidator

MANY = 2000
"""From so many leaves on, a second processor is worth its start."""

_HERE = 0.4
"""The part of them that is judged here, where the catalog as a whole is judged, too."""

_SCHEMA_RULES = frozenset({"missing-field", "wrong-type", "invalid-value"})


@dataclass(slots=True)
class Checked:
    """What the rules say, and which of them failed; a failure takes no other finding away."""

    findings: list[Finding] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)


def check_catalog(catalog: Catalog, levels: Levels) -> Checked:
    """Judge the releases of a catalog, one by one and together."""
    checked = Checked()
    validators = _validators(catalog.releases, checked.findings)
    in_force = rules_in_force(catalog, levels)
    judge = functools.partial(_judge, catalog.config, validators, in_force)
    middle = int(len(catalog.releases) * _HERE) if len(catalog.releases) >= MANY else 0
    first, second = catalog.releases[:middle], catalog.releases[middle:]
    # Of many leaves, a part is judged aside; of few, all of them here.
    later = run_aside(functools.partial(judge, second)) if middle else None
    parts = [judge(first), _judge_together(catalog, in_force)]
    parts.insert(1, later() if later else judge(second))
    for part in parts:
        checked.findings.extend(part.findings)
        checked.crashes.extend(part.crashes)
    return checked


def _judge(
    config: Config,
    validators: Mapping[str, SchemaValidator],
    in_force: Iterable[tuple[Rule, Context]],
    releases: Iterable[Release],
) -> Checked:
    """Judge releases one by one."""
    checked = Checked()
    checks = [(rule.slug, rule.check, context) for rule, context in in_force if rule.check]
    for release in releases:
        found: list[Finding] = []
        validator = validators.get(release.adapter.workload_type)
        if validator is not None:
            found.extend(validator.findings(release.effective))
        found.extend(check_identity(release, config, found))
        for slug, check, context in checks:
            try:
                candidates = list(check(release, context))
            except Exception as error:  # noqa: BLE001 - told with the rule's name and exit code 4
                checked.crashes.append(Crash(slug, release.id, error))
                continue
            if candidates:
                found.extend(_new(candidates, found))
        checked.findings.extend(with_leaf(finding, release) for finding in found)
    return checked


def _judge_together(catalog: Catalog, in_force: Iterable[tuple[Rule, Context]]) -> Checked:
    """Judge the catalog as a whole."""
    checked = Checked()
    for rule, context in in_force:
        if rule.check_catalog is None:
            continue
        try:
            checked.findings.extend(list(rule.check_catalog(catalog, context)))
        except Exception as error:  # noqa: BLE001 - as above
            checked.crashes.append(Crash(rule.slug, None, error))
    return checked


def _new(candidates: Iterable[Finding], known: list[Finding]) -> list[Finding]:
    """Drop what the schema says already: the same field, missing, or with a value it refuses."""
    reported = {finding.field for finding in known if finding.rule in _SCHEMA_RULES}
    return [finding for finding in candidates if finding.field not in reported]


def _validators(
    releases: Iterable[Release], findings: list[Finding]
) -> Mapping[str, SchemaValidator]:
    validators: dict[str, SchemaValidator] = {}
    broken: set[str] = set()
    for release in releases:
        adapter = release.adapter
        if adapter.workload_type in validators or adapter.workload_type in broken:
            continue
        try:
            validators[adapter.workload_type] = SchemaValidator(adapter.schema)
        except InvalidSchema as error:
            broken.add(adapter.workload_type)
            findings.append(_invalid_schema(adapter, str(error).splitlines()[0]))
    return validators


def _invalid_schema(adapter: Adapter, reason: str) -> Finding:
    path = f"{adapter.chart.path}/values.schema.json"
    text = adapter.chart.files["values.schema.json"].decode("utf-8", errors="replace")
    return Finding(
        rule="broken-chart",
        severity=Severity.ERROR,
        message=f"{path} is not a valid JSON Schema: {reason}",
        location=Location(SourceFile(path, text), START_OF_FILE),
        help="correct the schema; references outside the file are not followed",
    )
