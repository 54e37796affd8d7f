"""What will happen, case by case: ``cases/*.yaml`` over the objects of ``cases/objects.yaml``."""

from pathlib import Path

import pytest
import yaml

from catalogc.diff.compare import compare
from catalogc.diff.report.wording import gpu_row
from diff.sides import merged, rendered, side, written

CASES = Path(__file__).parent / "cases"
OBJECTS = yaml.safe_load((CASES / "objects.yaml").read_text("utf-8"))
LOADED = [
    (f"{path.stem}: {case['name']}", case)
    for path in sorted(CASES.glob("*.yaml"))
    if path.stem != "objects"
    for case in yaml.safe_load(path.read_text("utf-8"))
]
KEYS = {
    *("name", "of", "with", "change", "before", "after", "added", "removed", "reorder"),
    *("environment", "effects", "says", "noise", "pairing", "gpus"),
}


def backwards(value):
    """The same data, its mappings written the other way round."""
    if isinstance(value, dict):
        return {key: backwards(inner) for key, inner in reversed(value.items())}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def sides_of(case):
    """Both sides: the object of the case, changed, beside others that stay."""
    subject = OBJECTS[case["of"]]
    before = merged(subject, case.get("before", {}))
    after = merged(subject, case.get("change", case.get("after", {})))
    if case.get("reorder"):
        after = backwards(after)
    others = [OBJECTS[name] for name in case.get("with", [])]
    settings = case.get("environment", {})
    old = others if case.get("added") else [*others, before]
    new = others if case.get("removed") else [*others, after]
    return side(rendered(old, **settings)), side(rendered(new, **settings))


def compared(case):
    """The comparison of a case, and the one object that differs in it."""
    found = compare(*sides_of(case))
    resources = [
        item
        for application in found.applications
        for item in application.resources
        if item.key.kind != "Application"
    ]
    assert len(resources) == 1, [item.key for item in resources]
    return found, resources[0]


@pytest.mark.parametrize("case", [case for _, case in LOADED], ids=[name for name, _ in LOADED])
def test_effects(case):
    assert set(case) <= KEYS
    found, item = compared(case)
    assert [written(effect) for effect in item.effects] == case["effects"]
    messages = "\n".join(effect.message for effect in item.effects)
    assert case.get("says", "") in messages
    noise = sorted({change.noise.value for change in item.changes if change.noise})
    assert noise == case.get("noise", noise)
    assert item.pairing.value == case.get("pairing", item.pairing.value)
    assert [row(demand) for demand in found.gpus] == case.get("gpus", [])


def row(demand):
    """A demand as a case writes it."""
    cells = gpu_row(demand)
    capacity = f" of {demand.capacity}" if demand.capacity is not None else ""
    return f"{cells[0]} {demand.pools} {' '.join(cells[2:5])}{capacity}"


def test_there_are_many_cases_with_names_of_their_own():
    names = [name for name, _ in LOADED]
    assert len(names) >= 80
    assert len(set(names)) == len(names)


def test_every_object_is_used():
    used = {name for _, case in LOADED for name in (case["of"], *case.get("with", []))}
    assert OBJECTS.keys() - used == {"hashed-settings"}
