"""Verdicts are those of other validators, or differ for a reason that is named here."""

import json
import random

import jsonschema
import kubernetes_validate
import pytest

from catalogc.schemas.kubernetes import KubernetesSchemas
from catalogc.schemas.manifest import ManifestValidator
from schemas.samples import ABSENT, DEPLOYMENT, changed, full, oracle, places
from tools import ROOT

VALUES = (None, "x", "", 7, -1, 1.5, 1 << 40, True, [], [None], {}, {"zz": 1}, ABSENT)
MINORS = (29, 34, 37)
ROUNDS = 16
# Asked for by an API server's validation, not by upstream's schemas.
OURS = {"minimum", "maximum", "pattern", "enum", "minItems", "format", "duplicate"}
KINDS = {
    minor: [
        (api_version, kind)
        for api_version, kinds in json.loads(
            (ROOT / f"catalogc/_bundled/kubernetes/1.{minor}.json").read_bytes()
        ).items()
        for kind in kinds
    ]
    for minor in MINORS
}


def test_objects_with_every_field_are_valid():
    for minor in MINORS:
        schemas = KubernetesSchemas(minor)
        validator = ManifestValidator([schemas])
        for api_version, kind in KINDS[minor]:
            manifest = full(schemas.find(api_version, kind).schema)
            assert validator.check(api_version, kind, manifest).problems == (), (minor, kind)


@pytest.mark.parametrize("minor", MINORS)
def test_verdicts_on_changed_objects_are_those_of_upstream_s_schemas(minor):
    schemas = KubernetesSchemas(minor)
    validator = ManifestValidator([schemas])
    chance = random.Random(minor)
    outcomes = {True: 0, False: 0}
    for api_version, kind in chance.sample(KINDS[minor], 22):
        manifest = full(schemas.find(api_version, kind).schema)
        upstream = oracle(minor, api_version, kind)
        candidates = list(places(manifest))
        for path in chance.sample(candidates, min(ROUNDS, len(candidates))):
            if path in (("apiVersion",), ("kind",)):
                continue  # they choose the schema
            value = chance.choice(VALUES)
            altered = changed(manifest, path, value)
            problems = validator.check(api_version, kind, altered).problems
            expected = upstream.is_valid(altered)
            outcomes[expected] += 1
            accepted = all(_is_ours(problem) for problem in problems)
            assert accepted == expected or _null_is_left_out(value, problems), (kind, path, value)
    assert min(outcomes.values()) > 60


def _is_ours(problem):
    null_item = (
        problem.keyword == "type" and problem.value is None and isinstance(problem.path[-1], int)
    )
    return problem.keyword in OURS or null_item


def _null_is_left_out(value, problems):
    """Upstream's `oneOf` of a quantity, or of a number and text, matches null twice."""
    return value in (None, [None]) and not problems


def test_paths_and_keywords_are_those_of_the_jsonschema_package():
    schemas = KubernetesSchemas(34)
    validator = ManifestValidator([schemas])
    schema = schemas.find("apps/v1", "Deployment").schema
    package = jsonschema.Draft202012Validator(schema)
    chance = random.Random(5)
    candidates = [path for path in places(DEPLOYMENT) if path[0] in ("metadata", "spec")]
    refused = 0
    for _ in range(150):
        altered = DEPLOYMENT
        for path in chance.sample(candidates, 2):
            try:
                altered = changed(altered, path, chance.choice(VALUES))
            except (KeyError, IndexError, TypeError):
                continue  # the first change took the place of the second
        problems = validator.check("apps/v1", "Deployment", altered).problems
        found = {_error_place(problem) for problem in problems if problem.keyword != "duplicate"}
        errors = package.iter_errors(altered)
        assert found == {(tuple(error.absolute_path), error.validator) for error in errors}
        refused += bool(found)
    assert refused > 100


def _error_place(problem):
    """Return where JSON Schema reports a problem: for fields, at their parent."""
    of_parent = problem.keyword in ("additionalProperties", "required")
    return (problem.path[:-1] if of_parent else problem.path), problem.keyword


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), None),
        (("spec", "replicas"), "2"),
        (("spec", "replica"), 2),
        (("spec", "selector"), ABSENT),
        (("spec", "template", "spec", "containers", 0, "name"), ABSENT),
        (("spec", "template", "spec", "containers", 0, "ports", 0, "containerPort"), "80"),
        (("metadata", "labels", "app"), 1),
        (("metadata", "creationTimestamp"), None),
    ],
    ids=lambda value: "absent" if value is ABSENT else str(value),
)
def test_verdicts_are_those_of_kubernetes_validate(path, value):
    manifest = changed(DEPLOYMENT, path, value) if path else DEPLOYMENT
    for minor in MINORS:
        validator = ManifestValidator([KubernetesSchemas(minor)])
        problems = validator.check("apps/v1", "Deployment", manifest).problems
        try:
            kubernetes_validate.validate(manifest, f"1.{minor}", strict=True)
        except kubernetes_validate.ValidationError:
            assert problems
        else:
            assert not problems
