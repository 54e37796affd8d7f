"""The order of the sample's inference platform: operators, infrastructure, stack."""

import pytest

from catalogc.emit.waves import sync_waves
from catalogc.model.catalog import RenderedRelease
from catalogc.model.leaf import LeafId
from catalogc.pipeline import compile_catalog
from tools import ROOT

# What comes before what, in production.
ORDER = [
    ("platform/cert-manager", "platform/kserve"),
    ("platform/kserve-crd", "platform/kserve"),
    ("platform/envoy-gateway", "platform/infra"),
    ("platform/envoy-gateway", "platform/gateway-class"),
    ("platform/gateway-class", "ml-inference/stack"),
    ("platform/kserve", "ml-inference/stack"),
    ("platform/envoy-gateway", "ml-inference/stack"),
    ("platform/external-secrets", "ml-inference/stack"),
    ("platform/gpu-operator", "ml-inference/stack"),
    ("platform/infra", "ml-inference/stack"),
]


@pytest.fixture(scope="module")
def waves():
    catalog = compile_catalog(ROOT, prepare=None, select=lambda _: True).catalog
    items = [
        RenderedRelease(release, ())
        for release in catalog.releases
        if release.id.environment == "prod"
    ]
    return sync_waves(items)


@pytest.mark.parametrize(("first", "then"), ORDER)
def test_order(waves, first, then):
    assert waves[LeafId("prod", *first.split("/"))] < waves[LeafId("prod", *then.split("/"))]
