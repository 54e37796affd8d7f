"""Judge every release: its values schema, its identity, and the policies."""

from collections.abc import Iterable, Mapping

from catalogc.check.identity import check_identity, with_leaf
from catalogc.model.adapter import Adapter
from catalogc.model.catalog import Catalog
from catalogc.model.finding import Finding, Severity
from catalogc.model.policy import Policy
from catalogc.model.release import Release
from catalogc.model.source import START_OF_FILE, Location, SourceFile
from catalogc.rules import RULES, RULES_BY_SLUG
from catalogc.rules.base import Context, Profile, Rule
from catalogc.schemas.validation import InvalidSchema, SchemaValidator

_PROFILES = (Profile.RELAXED, Profile.DEFAULT)
_SCHEMA_RULES = frozenset({"missing-field", "wrong-type", "invalid-value"})


def check_catalog(catalog: Catalog) -> list[Finding]:
    """Return what is wrong with the releases of a catalog."""
    findings: list[Finding] = []
    validators = _validators(catalog.releases, findings)
    in_force = _rules_in_force(catalog)
    for release in catalog.releases:
        found: list[Finding] = []
        validator = validators.get(release.adapter.workload_type)
        if validator is not None:
            found.extend(validator.findings(release.effective))
        found.extend(check_identity(release, catalog.config, found))
        for rule, context in in_force:
            if rule.check is not None:
                found.extend(_new(rule.check(release, context), found))
        findings.extend(with_leaf(finding, release) for finding in found)
    for rule, context in in_force:
        if rule.check_catalog is not None:
            findings.extend(rule.check_catalog(catalog, context))
    return findings


def _rules_in_force(catalog: Catalog) -> list[tuple[Rule, Context]]:
    """Each policy's rule, and the rules of the profile, which need no policy."""
    named = {policy.rule for policy in catalog.policies}
    unwritten = [
        Policy(rule.slug, rule.slug)
        for rule in RULES
        if rule.slug not in named and (rule.mandatory or rule.profile in _PROFILES)
    ]
    in_force = []
    for policy in (*catalog.policies, *unwritten):
        rule = RULES_BY_SLUG.get(policy.rule)
        if rule is not None:
            context = Context(catalog.config, catalog.clusters, policy, rule.severity)
            in_force.append((rule, context))
    return in_force


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
