"""The models of an environment become the list of its LiteLLM proxy."""

import pytest
import yaml

from catalogc.pipeline import compile_catalog
from repository import make_repository, written

HEAD = """\
workloadType: {type}
serviceName: {name}
serviceCatalog: ml-inference
namespace: {namespace}
environment: {environment}
"""
PROXY = """\
chart:
  repository: https://charts.example.com
  name: {chart}
  version: 1.0.0
  digest: sha256:db60b1fa60f0565fefa4ce2f87e855b6a8854363ee82962fbe28a12a70d64c4c
"""


def leaf(kind, name, tail="", namespace="ml-workloads", environment="dev"):
    head = HEAD.format(type=kind, name=name, namespace=namespace, environment=environment)
    return {f"catalog/ml-inference/{name}/{environment}.yaml": head + tail}


def proxy(chart="inference-infrastructure", tail="", environment="dev"):
    return leaf("HELM_RELEASE", "infra", PROXY.format(chart=chart) + tail, "llm", environment)


SERVING = """\
inferenceService:
  enabled: true
  name: llama-70b
  storageUri: hf://meta-llama/Llama-3.3-70B-Instruct
  gpu: 4
  tensorParallelSize: 4
"""
POOL = "inferencePool: {enabled: true, eppServiceName: gw-inference-gateway-epp}\n"
TGI = "model: {id: Qwen/Qwen2.5-7B-Instruct, revision: main}\n"
VLLM = """\
container:
  image: {{repository: docker.io/vllm/vllm-openai, tag: v0.9.2}}
  {words}
"""
GATEWAY = "epp: {poolName: llama-70b}\ninferencePoolRoute: {enabled: true"

DIRECT = "http://llama-70b-predictor.ml-workloads.svc.cluster.local/openai/v1"

# The leaves of an environment, and name, model and base of what its proxy lists.
CASES = {
    "a model of vLLM in KServe": (
        leaf("MODEL_SERVING", "llama", SERVING),
        [("llama-70b", "hosted_vllm/llama-70b", DIRECT)],
    ),
    "the other two servers of KServe": (
        leaf(
            "MODEL_SERVING",
            "small",
            "ollamaInferenceService: {enabled: true, name: qwen3-4b, modelTag: 'qwen3:4b'}\n"
            "llamacppInferenceService: {enabled: true, name: qwen-gguf}\n",
        ),
        [
            (
                "qwen-gguf",
                "hosted_vllm/qwen-gguf",
                "http://qwen-gguf-predictor.ml-workloads.svc.cluster.local/v1",
            ),
            (
                "qwen3-4b",
                "ollama_chat/qwen3:4b",
                "http://qwen3-4b-predictor.ml-workloads.svc.cluster.local",
            ),
        ],
    ),
    "TGI and Ollama, sorted by name": (
        leaf("OLLAMA_INFERENCE_LOAD", "phi", "model: 'phi3:3.8b'\n")
        | leaf("ML_INFERENCE_LOAD", "falcon", TGI),
        [
            (
                "falcon",
                "hosted_vllm/Qwen/Qwen2.5-7B-Instruct",
                "http://falcon.ml-workloads.svc.cluster.local/v1",
            ),
            ("phi", "ollama_chat/phi3:3.8b", "http://phi.ml-workloads.svc.cluster.local"),
        ],
    ),
    "vLLM in a container, by its words": (
        leaf("GPU_CONTAINER_LOAD", "vllm", VLLM.format(words="args: [--model, acme/one]"))
        | leaf(
            "GPU_CONTAINER_LOAD",
            "alias",
            VLLM.format(words="args: [--model=acme/one, --served-model-name=uno]"),
        )
        | leaf("GPU_CONTAINER_LOAD", "serve", VLLM.format(words="command: [vllm, serve, acme/x]")),
        [
            ("alias", "hosted_vllm/uno", "http://alias.ml-workloads.svc.cluster.local/v1"),
            ("serve", "hosted_vllm/acme/x", "http://serve.ml-workloads.svc.cluster.local/v1"),
            ("vllm", "hosted_vllm/acme/one", "http://vllm.ml-workloads.svc.cluster.local/v1"),
        ],
    ),
    "a container that is no model server is left out": (
        leaf(
            "GPU_CONTAINER_LOAD",
            "embedder",
            "container: {image: {repository: ghcr.io/a/embedder, tag: '1'}, args: [--model, x]}\n",
        ),
        None,
    ),
    "by way of the gateway of its pool": (
        leaf("MODEL_SERVING", "llama", SERVING + POOL)
        | leaf("INFERENCE_GATEWAY", "gw", GATEWAY + "}\n"),
        [
            (
                "llama-70b",
                "hosted_vllm/llama-70b",
                "http://gw-inference-gateway.ml-workloads.svc.cluster.local/openai/v1",
            )
        ],
    ),
    "by a path of another release's Gateway, on its port": (
        leaf("MODEL_SERVING", "llama", SERVING + POOL)
        | leaf("INFERENCE_GATEWAY", "shared", "gateway: {port: 8080}\n")
        | leaf(
            "INFERENCE_GATEWAY",
            "gw",
            GATEWAY
            + ", pathPrefix: /llama}\n"
            + "gateway: {enabled: false, name: shared-inference-gateway}\n",
        ),
        [
            (
                "llama-70b",
                "hosted_vllm/llama-70b",
                "http://shared-inference-gateway.ml-workloads.svc.cluster.local:8080/llama/openai/v1",
            )
        ],
    ),
    "a gateway of another namespace leads elsewhere": (
        leaf("MODEL_SERVING", "llama", SERVING)
        | leaf("INFERENCE_GATEWAY", "gw", GATEWAY + "}\n", "other"),
        [("llama-70b", "hosted_vllm/llama-70b", DIRECT)],
    ),
    "a gateway with a pool of a leaf's pods": (
        leaf("GPU_CONTAINER_LOAD", "vllm", VLLM.format(words="args: [--model, acme/one]"))
        | leaf(
            "INFERENCE_GATEWAY",
            "gw",
            "inferencePool: {enabled: true, matchLabels: {app.kubernetes.io/name: vllm}}\n"
            "inferencePoolRoute: {enabled: true}\n",
        ),
        [
            (
                "vllm",
                "hosted_vllm/acme/one",
                "http://gw-inference-gateway.ml-workloads.svc.cluster.local/v1",
            )
        ],
    ),
    "a stack routes its model by its own gateway": (
        leaf(
            "INFERENCE_STACK",
            "stack",
            "model-serving:\n"
            "  inferenceService: {enabled: true, name: llama-70b, minReplicas: 1}\n"
            "  inferencePool: {enabled: true}\n"
            "inference-gateway:\n"
            "  epp: {poolName: llama-70b}\n"
            "  inferencePoolRoute: {enabled: true}\n",
        ),
        [
            (
                "llama-70b",
                "hosted_vllm/llama-70b",
                "http://stack-inference-gateway.ml-workloads.svc.cluster.local/openai/v1",
            )
        ],
    ),
    "a stack without its gateway": (
        leaf(
            "INFERENCE_STACK",
            "stack",
            "model-serving:\n"
            "  inferenceService: {enabled: true, name: llama-70b, minReplicas: 1}\n"
            "inference-gateway:\n"
            "  enabled: false\n"
            "  epp: {poolName: llama-70b}\n"
            "  inferencePoolRoute: {enabled: true}\n",
        ),
        [("llama-70b", "hosted_vllm/llama-70b", DIRECT)],
    ),
    "the route of the model itself": (
        leaf(
            "MODEL_SERVING",
            "llama",
            SERVING
            + POOL
            + "inferencePoolRoute: {enabled: true, gatewayName: gw-inference-gateway}\n",
        )
        | leaf("INFERENCE_GATEWAY", "gw", "epp: {poolName: llama-70b}\n"),
        [
            (
                "llama-70b",
                "hosted_vllm/llama-70b",
                "http://gw-inference-gateway.ml-workloads.svc.cluster.local/openai/v1",
            )
        ],
    ),
    "of two models with one name, one is listed": (
        leaf("MODEL_SERVING", "llama", SERVING)
        | leaf("OLLAMA_INFERENCE_LOAD", "llama-70b", "model: 'llama3.3:70b'\n"),
        [("llama-70b", "hosted_vllm/llama-70b", DIRECT)],
    ),
    "models of other environments are left out": (
        leaf("OLLAMA_INFERENCE_LOAD", "phi", "model: 'phi3:3.8b'\n", environment="staging"),
        None,
    ),
    "a model that is switched off is left out": (
        leaf("MODEL_SERVING", "llama", SERVING.replace("enabled: true", "enabled: false")),
        None,
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("routing"))


def releases(root, files):
    with written(root, files):
        catalog = compile_catalog(root, prepare=None, select=lambda _: True).catalog
    return {release.id.service_name: release for release in catalog.releases}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_proxy_lists_the_models(root, case):
    leaves, expected = case
    infra = releases(root, leaves | proxy())["infra"]
    path = ("values", "litellm-proxy", "litellm", "modelList")
    listed = infra.leaf.values.get(path)
    assert infra.effective.get(path) == listed
    assert listed == (
        None
        if expected is None
        else [
            {"modelName": name, "litellmParams": {"model": model, "apiBase": base}}
            for name, model, base in expected
        ]
    )


PHI = leaf("OLLAMA_INFERENCE_LOAD", "phi", "model: 'phi3:3.8b'\n")
BASE = "http://phi.ml-workloads.svc.cluster.local"

# A chart, the values of its leaf, and those with the list.
CHARTS = {
    "the chart of the proxy alone": (
        "litellm-proxy",
        {"replicas": 2},
        {
            "replicas": 2,
            "litellm": {
                "modelList": [
                    {
                        "modelName": "phi",
                        "litellmParams": {"model": "ollama_chat/phi3:3.8b", "apiBase": BASE},
                    }
                ]
            },
        },
    ),
    "LiteLLM's own chart": (
        "litellm-helm",
        {"proxy_config": {"general_settings": {"a": 1}}},
        {
            "proxy_config": {
                "general_settings": {"a": 1},
                "model_list": [
                    {
                        "model_name": "phi",
                        "litellm_params": {"model": "ollama_chat/phi3:3.8b", "api_base": BASE},
                    }
                ],
            }
        },
    ),
    "a list of the leaf's own stays": (
        "litellm-proxy",
        {"litellm": {"modelList": []}},
        {"litellm": {"modelList": []}},
    ),
    "a subchart that is off": (
        "inference-infrastructure",
        {"litellm-proxy": {"enabled": False}},
        {"litellm-proxy": {"enabled": False}},
    ),
    "any other chart": ("keda", {"a": 1}, {"a": 1}),
}


@pytest.mark.parametrize("case", CHARTS.values(), ids=CHARTS)
def test_what_the_leaf_writes_wins(root, case):
    chart, values, expected = case
    infra = releases(root, PHI | proxy(chart, yaml.safe_dump({"values": values})))["infra"]
    assert infra.leaf.values.get(("values",)) == expected


def test_an_entry_belongs_to_the_line_of_its_model(root):
    files = leaf("MODEL_SERVING", "llama", SERVING) | PHI | proxy()
    values = releases(root, files)["infra"].effective
    path = ("values", "litellm-proxy", "litellm", "modelList")
    places = [values.at((*path, index, "litellmParams", "model")) for index in range(2)]
    assert [place.sort_key[:2] for place in places] == [
        ("catalog/ml-inference/llama/dev.yaml", 8),
        ("catalog/ml-inference/phi/dev.yaml", 2),
    ]
    written_here = values.at(("chart", "version"))
    assert written_here.file.path == "catalog/ml-inference/infra/dev.yaml"


def test_no_leaf_needs_a_proxy(root):
    assert releases(root, PHI)["phi"].effective.get(("model",)) == "phi3:3.8b"


@pytest.mark.parametrize("model", ["[1]", "{a: 1}", "null", "true"])
def test_what_is_no_text_is_the_schemas_to_report(root, model):
    broken = leaf("OLLAMA_INFERENCE_LOAD", "phi", f"model: {model}\n")
    serving = leaf("MODEL_SERVING", "odd", f"inferenceService: {model}\nollamaRuntime: {model}\n")
    infra = releases(root, broken | serving | proxy())["infra"]
    assert infra.leaf.values.get(("values",)) is None


def test_every_proxy_of_an_environment_has_the_models(root):
    second = leaf("HELM_RELEASE", "second", PROXY.format(chart="litellm-helm"), "llm")
    found = releases(root, PHI | proxy() | second)
    assert found["second"].effective.get(("values", "proxy_config", "model_list"))
    assert found["infra"].effective.get(("values", "litellm-proxy", "litellm", "modelList"))
