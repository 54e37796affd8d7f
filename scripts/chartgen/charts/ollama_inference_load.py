"""OLLAMA_INFERENCE_LOAD."""

from scripts.chartgen.fields import group, seconds, text
from scripts.chartgen.parts.container import definitions
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.inference import gpu, server_container, shared_cache_rule, storage
from scripts.chartgen.parts.network import basic_monitoring, ingress
from scripts.chartgen.parts.probes import health_check

_PART = "[A-Za-z0-9_][-._A-Za-z0-9]*"
_RESERVED = [
    "HOME",
    "MODEL",
    "OLLAMA_HOST",
    "OLLAMA_MODELS",
    "PULL_TIMEOUT_SECONDS",
    "NVIDIA_VISIBLE_DEVICES",
]

SCHEMA = root(
    "Ollama inference load",
    "A model of the Ollama library served over HTTP, on NVIDIA GPUs or on CPUs.",
    {
        **identity("OLLAMA_INFERENCE_LOAD", "ollama-phi", "ml-inference"),
        **service_account(),
        "model": text(
            "Model",
            "A model of the Ollama library, or of another registry, with its tag.",
            longest=255,
            pattern=f"^({_PART}(:[0-9]{{1,5}})?/)?({_PART}/)?{_PART}(:{_PART})?$",
            message="a model such as phi:latest or hf.co/acme/model:Q4_K_M",
            examples=["phi:latest", "llama3.1:8b", "qwen3:4b"],
        ),
        "modelPull": group(
            "Model pull",
            "How the model is downloaded before the server starts.",
            {
                "timeoutSeconds": seconds(
                    "Timeout", "Seconds that downloading the model may take.", 1, 3600
                )
            },
        ),
        "gpu": gpu(0, "GPUs of each pod. 0 means CPUs only, and no GPU node is asked for."),
        "container": server_container(
            "ollama/ollama",
            "0.15.2",
            11434,
            ("500m", "2Gi"),
            ("2", "4Gi"),
            health_check(
                "Seconds that the server may take to start. The model is pulled before.", 300, 10
            ),
            (1, "Number of the user to run as; never 0, which is root."),
        ),
        "storage": storage(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(
            " Ollama itself has no metrics, some images add them."
        ),
    },
    ["model"],
    definitions=definitions(_RESERVED),
    example={"model": "qwen3:4b", "gpu": {"count": 1}},
    rules=[shared_cache_rule()],
)
