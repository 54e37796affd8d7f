"""The order of syncs, from dependsOn."""

import pytest

from catalogc.emit.marker import NAME
from catalogc.emit.plan import plan_environment
from catalogc.emit.waves import sync_waves
from emit.releases import CONFIG, record, rendered

# Service -> what it depends on; expected waves.
CASES = [
    ({"a": []}, {"a": 0}),
    ({"a": ["b"], "b": []}, {"a": 1, "b": 0}),
    ({"a": ["b", "c"], "b": ["c"], "c": []}, {"a": 2, "b": 1, "c": 0}),
    ({"a": ["web/b"], "b": []}, {"a": 1, "b": 0}),
    ({"a": ["elsewhere"]}, {"a": 0}),
    ({"a": ["other/b"], "b": []}, {"a": 0, "b": 0}),
    ({"a": ["b", "b"], "b": []}, {"a": 1, "b": 0}),
    ({"a": 1}, {"a": 0}),
]


def items(services):
    return [
        rendered(service=name, values={"dependsOn": before}) for name, before in services.items()
    ]


@pytest.mark.parametrize(("services", "expected"), CASES)
def test_waves(services, expected):
    waves = sync_waves(items(services))
    assert {identity.service_name: wave for identity, wave in waves.items()} == expected


def test_a_long_chain():
    services = {f"s{number}": [f"s{number + 1}"] for number in range(2000)}
    waves = sync_waves(items({**services, "s2000": []}))
    assert sorted(waves.values()) == list(range(2001))


def test_a_circle_is_no_order():
    with pytest.raises(ValueError, match="a circle of dependsOn"):
        sync_waves(items({"a": ["b"], "b": ["a"]}))


def test_applications_carry_their_wave():
    tree = plan_environment(items({"a": ["b"], "b": []}), CONFIG, record())
    assert NAME in tree
    applications = {
        path: content.decode() for path, content in tree.items() if path.startswith("argocd/apps")
    }
    assert 'sync-wave: "1"' in applications["argocd/apps/web/a.yaml"]
    assert 'sync-wave: "0"' in applications["argocd/apps/web/b.yaml"]
