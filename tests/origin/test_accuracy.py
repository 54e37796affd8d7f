"""Origins, compared with labels made by reading charts."""

from pathlib import Path

import pytest

from catalogc.goyaml.load import load_documents
from scripts.origin_accuracy import LIMIT, ROOT, TRUTH, score

FILES = sorted(TRUTH.glob("*.yaml"))
# A library, and an adapter whose objects Argo CD renders.
NOT_RENDERED = {"common", "helm-release"}
# What is known to be wrong: nothing else may be.
KNOWN = {
    "inference-gateway": [
        # There is no such Service where the namespace is that of the proxies: two values compared.
        "missed: Service/full-inference-gateway:spec.ports[0].port <- namespace (governor)",
        # What a schema says about several values together is not asked for: it refuses both here.
        (
            "wrong: Deployment/full-inference-gateway-epp:spec.template.spec.containers[0].args[0]"
            " <- epp.poolName (value)"
        ),
        "wrong: HTTPRoute/full-inference-gateway:spec.parentRefs[0].name <- gateway.name (value)",
    ],
    "odd": [
        # Without its first host the second one moves up, and there is no second one.
        "wrong: ConfigMap/alpha:data.host-1 <- hosts[0] (governor)",
    ],
}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_origins_are_as_labelled(path, renderer):
    found = score(path, renderer)
    assert list(found.mistakes) == KNOWN.get(path.stem, [])
    assert min(found.precision, found.recall) >= LIMIT


def test_every_adapter_that_renders_has_labels():
    labelled = {load_documents(path.read_text("utf-8"))[0]["chart"] for path in FILES}
    charts = {folder.name for folder in (ROOT / "charts").iterdir() if folder.is_dir()}
    missing = charts - NOT_RENDERED - {Path(chart).name for chart in labelled}
    assert not missing


def test_there_are_enough_labels():
    labels = [text for path in FILES for text in path.read_text("utf-8").splitlines()]
    assert sum(text.startswith("    ") for text in labels) > 200
