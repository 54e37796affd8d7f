"""What expressions come to, compared with what the API server's own library answers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogc.cel.errors import ExpressionError
from catalogc.cel.program import Scope, activation

FOLDER = Path(__file__).parent / "conformance"
OBJECT = {
    "a": 1,
    "l": [1, 2, 3],
    "s": "é",
    "f": 1.5,
    "n": None,
    "b": True,
    "m": {"x": "y", "z": "w"},
    "spec": {
        "containers": [{"name": "a", "image": "nginx:1"}, {"name": "b", "image": "x/y@sha256:1"}],
        "replicas": 3,
    },
}
CASES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.yaml"))
}
LEAST = dict.fromkeys(CASES, 15) | {"core": 80}


def _comes_to(text: str) -> dict[str, Any]:
    try:
        program = Scope(("object", "params")).compile(text, "")
    except ExpressionError:
        return {"invalid": True}
    outcome = program.evaluate(activation({"object": OBJECT, "params": None}))
    if outcome.unknown:
        return {"unknown": True}
    return {"error": True} if outcome.error else {"value": outcome.value}


@pytest.mark.parametrize("library", CASES)
def test_conformance(library: str) -> None:
    wrong = []
    for case in CASES[library]:
        expected = {key: case[key] for key in case if key not in ("cel", "kubernetes")}
        found = _comes_to(case["cel"])
        same_kind = type(found.get("value")) is type(expected.get("value")) or not isinstance(
            found.get("value"), bool
        )
        if found != expected or not same_kind:
            wrong.append((case["cel"], found, expected))
    assert wrong == []


@pytest.mark.parametrize("library", CASES)
def test_there_are_cases_enough_and_few_differ(library: str) -> None:
    assert len(CASES[library]) >= LEAST[library]
    assert sum("kubernetes" in case for case in CASES[library]) <= 5
