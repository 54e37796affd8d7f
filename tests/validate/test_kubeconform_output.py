"""What kubeconform may print, and what is refused."""

import json

import pytest

from catalogc.validate.kubeconform_output import (
    Status,
    UnexpectedOutputError,
    Verdict,
    read_verdicts,
)

VALID = {"filename": "stdin", "kind": "Pod", "name": "a", "version": "v1", "msg": ""}
VALID = {**VALID, "status": "statusValid"}
INVALID = {
    **VALID,
    "status": "statusInvalid",
    "msg": "problem",
    "validationErrors": [{"path": "/spec", "msg": "validation failed"}],
}
ERROR = {**VALID, "status": "statusError", "msg": "could not find schema for Pod"}


def printed(*rows, **summary):
    counts = {"valid": 0, "invalid": 0, "errors": 0, "skipped": 0, **summary}
    return json.dumps({"resources": rows, "summary": counts}).encode()


def test_verdicts_are_read_in_order():
    assert read_verdicts(printed(INVALID, VALID, ERROR, valid=1, invalid=1, errors=1), 1) == [
        Verdict("Pod", "a", "v1", Status.INVALID, "problem", (("/spec", "validation failed"),)),
        Verdict("Pod", "a", "v1", Status.VALID),
        Verdict("Pod", "a", "v1", Status.ERROR, "could not find schema for Pod"),
    ]


def test_nothing_is_valid():
    assert read_verdicts(printed(), 0) == []


REFUSED = {
    "nothing": (b"", 0, "it printed no JSON at all"),
    "a panic": (b"panic: runtime", 2, 'it printed no JSON, but "panic: runtime"'),
    "bytes": (b"\xff\x00[", 0, 'it printed no JSON, but "\ufffd\\u0000["'),
    "cut off": (printed(VALID, valid=1)[:-2], 0, "it printed no JSON, but"),
    "more than one": (printed() + printed(), 0, "it printed no JSON, but"),
    "too deep": (b"[" * 100_000, 0, "it printed no JSON, but"),
    "a list": (b"[]", 0, "its JSON is no object"),
    "no resources": (b'{"summary": {}}', 0, "has no list of resources"),
    "resources: null": (b'{"resources": null, "summary": {}}', 0, "has no list of resources"),
    "no summary": (b'{"resources": []}', 0, "or no summary"),
    "a row that is a text": (printed("x"), 0, "lists something that is no object"),
    "no status": (printed({"kind": "Pod"}), 0, "a status that is no text"),
    "an empty document": (printed({**VALID, "status": ""}), 0, 'unknown status ""'),
    "a status of tomorrow": (printed({**VALID, "status": "ok"}), 0, 'unknown status "ok"'),
    "a name that is null": (printed({**VALID, "name": None}, valid=1), 0, "a name that is no"),
    "errors that are texts": (
        printed({**INVALID, "validationErrors": ["x"]}, invalid=1),
        1,
        "lists validationErrors that are no objects",
    ),
    "one valid too many": (
        printed(VALID, valid=2),
        0,
        "its summary says valid: 2, and it lists 1",
    ),
    "one error too few": (printed(ERROR), 1, "its summary says errors: 0, and it lists 1"),
    "an invalid one not listed": (
        printed(VALID, valid=1, invalid=1),
        1,
        "its summary says invalid: 1, and it lists 0",
    ),
    "a count that is a text": (printed(VALID, valid="1"), 0, 'its summary says valid: "1"'),
    "status 0 and an invalid object": (
        printed(INVALID, invalid=1),
        0,
        "it ended with exit status 0, and its answers mean 1",
    ),
    "status 1 and all valid": (
        printed(VALID, valid=1),
        1,
        "it ended with exit status 1, and its answers mean 0",
    ),
    "killed after its answer": (printed(VALID, valid=1), -9, "exit status -9"),
}


@pytest.mark.parametrize(("stdout", "status", "message"), REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused(stdout, status, message):
    with pytest.raises(UnexpectedOutputError) as caught:
        read_verdicts(stdout, status)
    assert message in str(caught.value)
