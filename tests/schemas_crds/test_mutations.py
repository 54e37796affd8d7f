"""Changed at random, objects of our charts and of every kind get an API server's verdict."""

import random
from copy import deepcopy

import pytest

from schemas_crds.corpus import require
from schemas_crds.test_kinds import KINDS, problems, rendered, valid

ROUNDS = 40
VALUES = (None, True, 0, -1, 80, 1.5, 2**31, 2**40, "", "web", "A b", "10s", "x" * 300, [], [1], {})
NAMES = ("a", "name", "kind", "unknownField")

# What a server refuses and we do not, with the reason.
LAXER = {
    "of type integer": "a server reads whole numbers of 2**63 and more as fractions",
    "name: Required": "invalid-manifest says that a name is missing",
    "metadata.name: missing": "invalid-manifest says that a name is missing",
    "should have at least": "a server prunes null before it counts fields",
    "must be no more than 63 characters": "label-syntax says so",
    "a valid label must": "label-syntax says so",
    "name part must": "label-syntax says so",
    "prefix part must": "label-syntax says so",
    "status.": "a server drops the status of a manifest unread",
}
# What we refuse and a server takes: a list of numbers for base64 text, as Go reads bytes.
STRICTER = {"('spec', 'request') type"}


def upstream_file(manifest):
    group = manifest["apiVersion"].partition("/")[0]
    folder = require("CATALOGC_CRDS", "a folder of upstream CRDs")
    return folder / group / f"{manifest['kind'].lower()}.yaml"


def places(node, path=()):
    """Every place of an object below metadata, spec and the like."""
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in entries:
        if path or key not in ("apiVersion", "kind"):
            yield (*path, key)
            if isinstance(child, dict | list):
                yield from places(child, (*path, key))


def mutate(manifest, dice):
    changed = deepcopy(manifest)
    for _ in range(dice.choice((1, 1, 1, 2))):
        every = list(places(changed))
        if not every:
            break
        *parents, last = dice.choice(every)
        node = changed
        for part in parents:
            node = node[part]
        match dice.choice(("set", "set", "drop", "add", "twice")):
            case "set":
                node[last] = deepcopy(dice.choice(VALUES))
            case "drop":
                del node[last]
            case "add" if isinstance(node, dict):
                node[dice.choice(NAMES)] = deepcopy(dice.choice(VALUES))
            case "twice" if isinstance(node, list):
                node.append(deepcopy(node[last]))
    return changed | {key: manifest[key] for key in ("apiVersion", "kind")}


@pytest.mark.slow
def test_verdicts_are_those_of_an_api_server(api_server):
    dice = random.Random(20260701)
    seen = {"accepted": 0, "refused": 0, "lax": 0}
    wrong = []
    for original in [*rendered(), *map(valid, KINDS)]:
        file = upstream_file(original)
        version = original["apiVersion"].partition("/")[2]
        for manifest in [original, *(mutate(original, dice) for _ in range(ROUNDS))]:
            ours = [f"{item.path} {item.keyword}" for item in problems(manifest)]
            theirs = api_server.judge(file, version, manifest)
            if ours and not theirs and not STRICTER.issuperset(ours):
                wrong.append((manifest, ours))
            elif theirs and not ours and not all(_is_known(text) for text in theirs):
                wrong.append((manifest, theirs))
            seen["lax" if theirs and not ours else "refused" if theirs else "accepted"] += 1
    assert wrong[:3] == []
    assert min(seen["accepted"], seen["refused"]) > 500
    assert seen["lax"] < 0.02 * sum(seen.values())


def _is_known(text):
    return any(part in text for part in LAXER)
