"""The charts of this repository: no null that their schemas accept crashes a template."""

import json

import pytest

from catalogc.origin.chart_check.loading import load_subject
from catalogc.origin.chart_check.subject import Trials, changed
from catalogc.origin.trees import scalars
from catalogc.render.protocol import FailureKind
from tools import ROOT

CHARTS = sorted(
    path.parent for path in ROOT.glob("charts/*/Chart.yaml") if path.parent.name != "common"
)
CRASHES = {FailureKind.TEMPLATE_ERROR, FailureKind.INVALID_MANIFEST}


def starts(data):
    """Every field of nested mappings, those of its own before it."""
    found = {}
    for path, _ in scalars(data):
        names = path[: next((i for i, part in enumerate(path) if isinstance(part, int)), len(path))]
        found.update(dict.fromkeys(names[: depth + 1] for depth in range(len(names))))
    return list(found)


def largest(subject):
    """What sets most of the examples that the schema accepts, as most templates run with it."""
    lawful = [values for values in subject.configurations if subject.is_lawful(values)]
    return max(lawful, key=lambda values: len(list(scalars(values))))


@pytest.mark.parametrize("folder", CHARTS, ids=lambda folder: folder.name)
def test_a_null_is_refused_or_rendered(folder, renderer):
    subject = load_subject(folder).value
    values = largest(subject)
    nulls = {
        path: new
        for path in starts(subject.chart.defaults.data)
        if subject.is_lawful(new := changed(subject, values, path, None))
    }
    results = Trials(subject, renderer).render(nulls.values(), lawful=True)
    crashed = {
        path: result.failure.message
        for path, result in zip(nulls, results, strict=True)
        if result.failure is not None and result.failure.kind in CRASHES
    }
    assert crashed == {}
    rubbish = {
        path: resource.text
        for path, result in zip(nulls, results, strict=True)
        for resource in result.resources
        if "%!" in resource.text
    }
    assert rubbish == {}


@pytest.mark.parametrize("folder", CHARTS, ids=lambda folder: folder.name)
def test_every_mapping_of_fields_is_kept(folder):
    subject = load_subject(folder).value
    values = largest(subject)
    groups = [
        path
        for path in starts(subject.chart.defaults.data)
        if subject.law.part(path).get("properties")
    ]
    assert groups or folder.name == "helm-release"
    for path in groups:
        assert not subject.is_lawful(changed(subject, values, path, None)), json.dumps(path)
