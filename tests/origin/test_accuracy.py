"""Origins, compared with labels made by reading charts."""

import pytest

from scripts.origin_accuracy import LIMIT, TRUTH, score

FILES = sorted(TRUTH.glob("*.yaml"))
# What is known to be wrong: nothing else may be.
KNOWN = {
    "odd": [
        # Without its first host the second one moves up, and there is no second one.
        "wrong: ConfigMap/alpha:data.host-1 <- hosts[0] (governor)",
    ]
}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_origins_are_as_labelled(path, renderer):
    found = score(path, renderer)
    assert list(found.mistakes) == KNOWN.get(path.stem, [])
    assert min(found.precision, found.recall) >= LIMIT


def test_there_are_enough_labels():
    labels = [text for path in FILES for text in path.read_text("utf-8").splitlines()]
    assert sum(text.startswith("    ") for text in labels) > 200
