"""Examples of charts are made to fit the catalog of a first leaf."""

import pytest

from catalogc.model.configuration import CatalogLimits
from catalogc.scaffold.fitting import fitted

IDENTITY = {"serviceName": "shop", "serviceCatalog": "web"}
WEB = CatalogLimits("web", vault=("/secret/web/", "/secret/shared/"))

CASES = [
    (
        {"vault": {"path": "/secret/ml/token"}, "path": "/secret/ml/token"},
        {"vault": {"path": "/secret/web/ml/token"}, "path": "/secret/ml/token"},
    ),
    ({"vaultPath": "/secret/shared/x"}, {"vaultPath": "/secret/shared/x"}),
    ({"repository": "ghcr.io/acme/checkout"}, {"repository": "registry.example.com/web/shop"}),
    ({"repository": "docker.io/vllm/vllm-openai"}, {"repository": "docker.io/vllm/vllm-openai"}),
    (
        {"inferenceService": {"name": "qwen"}, "epp": {"poolName": "qwen"}, "model": "qwen:7b"},
        {"inferenceService": {"name": "shop"}, "epp": {"poolName": "shop"}, "model": "qwen:7b"},
    ),
    (
        {"inferenceService": {"name": "a"}, "ollamaInferenceService": {"name": "b"}},
        {"inferenceService": {"name": "a"}, "ollamaInferenceService": {"name": "b"}},
    ),
]


@pytest.mark.parametrize(("example", "expected"), CASES)
def test_fit(example, expected):
    assert fitted(example, IDENTITY, WEB) == expected


def test_without_limits_vault_paths_stay():
    example = {"vault": {"path": "/secret/ml/token"}}
    assert fitted(example, IDENTITY, None) == example
    assert fitted(example, IDENTITY, CatalogLimits("web")) == example
