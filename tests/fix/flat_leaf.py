"""A leaf in old spelling, and what its moved-field warnings make of it."""

from catalogc.fix.splice import splice
from catalogc.model.adapter import MovedField
from catalogc.model.source import parse_path
from catalogc.model.values import Origin, Values
from catalogc.parse.document import parse_document
from catalogc.resolve.moved import move_fields

MOVED = tuple(
    MovedField(parse_path(old), parse_path(new))
    for old, new in (
        ("inference.image", "container.image"),
        ("inference.port", "container.port"),
        ("resources", "container.resources"),
        ("healthCheck", "container.healthCheck"),
        ("secretStore", "container.secretStore"),
        ("model.tuning.batch.size", "gpu.batchSize"),
    )
)


def read(text, moved=MOVED, inside=()):
    """Return the outcome of the move for a text; ``inside`` is where its leaf is embedded."""
    document = parse_document("leaf.yaml", text.encode()).value
    if inside:
        document = document.subtree(inside)
    return move_fields(Values(document.data, {(): Origin(document, ())}), moved)


def fixed(outcome):
    """Return the text after the fixes of an outcome; None where there is none."""
    spliced = splice(fix for finding in outcome.findings for fix in finding.fixes)
    assert spliced.postponed == ()
    return spliced.files[0].text if spliced.files else None
