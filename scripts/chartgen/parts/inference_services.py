"""KServe's InferenceServices: a model, its GPUs, its pods and their number."""

from typing import Any

from scripts.chartgen.fields import (
    Schema,
    duration,
    equals,
    flag,
    group,
    items,
    labels,
    object_name,
    seconds,
    text,
    when,
    whole,
)
from scripts.chartgen.parts.container import resources
from scripts.chartgen.parts.inference import toleration
from scripts.chartgen.parts.keda import prometheus

MOST_GPUS = 4
EXAMPLE_MODEL = "hf://Qwen/Qwen2.5-1.5B-Instruct:989aa7980e4cf806f80c7fef2b1adb7bc71aa306"
SERVICES = ("inferenceService", "llamacppInferenceService", "ollamaInferenceService")
_GPU_TAINT = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
_PART = "[A-Za-z0-9_][-._A-Za-z0-9]*"
# KServe's downloader takes an owner, a model and a revision, and nothing else (python/storage).
_HUGGING_FACE = "hf://[-A-Za-z0-9._]+/[-A-Za-z0-9._]+(:[-A-Za-z0-9._]+)?"
_MODEL_TAG = f"^({_PART}(:[0-9]{{1,5}})?/)?({_PART}/)?{_PART}(:{_PART})?$"


def inference_service() -> Schema:
    """Return ``inferenceService``, of vLLM."""
    fields = {
        **_named("vLLM", "qwen25-1-5b"),
        "storageUri": _storage_uri(
            "Where the model is. A revision of Hugging Face follows a colon.",
            "hf://Qwen/Qwen2.5-1.5B-Instruct",
            ["hf://meta-llama/Llama-3.3-70B-Instruct", "hf://Qwen/Qwen2.5-7B-Instruct:a09a354"],
        ),
        "gpu": whole("GPUs", "GPUs of each pod.", 1, MOST_GPUS, 1, [4]),
        "tensorParallelSize": whole(
            "Tensor parallel size", "GPUs that a model is divided over; must equal gpu.",
            1, MOST_GPUS, 1, [4],
        ),
        "huggingfaceSecret": object_name(
            "Hugging Face secret",
            "Secret with the token for gated models, in its key HF_TOKEN. Empty means none.",
            "a Secret",
            optional=True,
            default="",
            examples=["hf-secret"],
        ),
        "serviceAccountName": _service_account(),
        **_pods(("4", "16Gi"), ("8", "32Gi"), [_GPU_TAINT]),
    }  # fmt: skip
    return group("vLLM model", "An InferenceService of vLLM.", fields)


def llamacpp_inference_service() -> Schema:
    """Return ``llamacppInferenceService``."""
    fields = {
        **_named("llama.cpp", "qwen25-7b-gguf"),
        "storageUri": _storage_uri(
            "Where the GGUF file is, or a folder of it. S3 is best for files of this size.",
            "s3://models/qwen2.5-7b-instruct-q4_k_m.gguf",
            ["s3://models/qwen2.5-7b-instruct-q4_k_m.gguf"],
        ),
        "modelFile": text(
            "Model file",
            "The GGUF file below storageUri, for a folder. Empty means the last part of "
            "storageUri.",
            longest=255,
            pattern=r"^([A-Za-z0-9_][-._A-Za-z0-9]*(/[A-Za-z0-9_][-._A-Za-z0-9]*)*)?$",
            message="a relative path such as model-q4_k_m.gguf",
            default="",
            examples=["qwen2.5-7b-instruct-q4_k_m.gguf"],
        ),
        "gpu": whole(
            "GPUs",
            "GPUs of each pod. More than 0 needs an image of llamacppRuntime that is built for "
            "them.",
            0, MOST_GPUS, 0, [1],
        ),
        "serviceAccountName": _service_account(),
        **_pods(("8", "12Gi"), ("16", "16Gi"), []),
    }  # fmt: skip
    return group("llama.cpp model", "An InferenceService of llama.cpp.", fields)


def ollama_inference_service() -> Schema:
    """Return ``ollamaInferenceService``."""
    fields = {
        **_named("Ollama", "qwen3-4b-ollama"),
        "modelTag": text(
            "Model",
            "A model of the Ollama library, or of another registry, with its tag.",
            longest=255,
            pattern=_MODEL_TAG,
            message="a model such as phi:latest or hf.co/acme/model:Q4_K_M",
            default="qwen3:4b",
            examples=["llama3.1:8b"],
        ),
        "gpu": whole("GPUs", "GPUs of each pod. 0 means CPUs only.", 0, MOST_GPUS, 0, [1]),
        **_pods(("4", "8Gi"), ("8", "16Gi"), []),
    }
    return group("Ollama model", "An InferenceService of Ollama.", fields)


def _named(server: str, name: str) -> dict[str, Schema]:
    return {
        "enabled": flag("Enabled", f"Whether {server} serves a model.", default=False),
        "name": text(
            "Name",
            "Name of the InferenceService, and of the model for clients.",
            longest=47,
            pattern="^[a-z]([-a-z0-9]*[a-z0-9])?$",
            message="lower case letters, digits and dashes, starting with a letter",
            default=name,
            examples=[name],
        ),
    }


def _storage_uri(description: str, default: str, examples: list[str]) -> Schema:
    return text(
        "Storage URI",
        description,
        longest=1024,
        pattern=f"^({_HUGGING_FACE}|(s3|gs|pvc|oci|https)://[-A-Za-z0-9._~:/@+]+)$",
        message="a URI such as hf://acme/model:revision, s3://bucket/model.gguf or "
        "pvc://claim/model",
        default=default,
        examples=examples,
    )


def _service_account() -> Schema:
    return object_name(
        "Service account",
        "ServiceAccount with the credentials of the storage. Empty means that of s3Storage when "
        "it is enabled, else the namespace's.",
        "a ServiceAccount",
        optional=True,
        default="",
        examples=["s3-model-sa"],
    )


def _pods(
    requests: tuple[str, str], limits: tuple[str, str], tolerations: list[dict[str, str]]
) -> dict[str, Schema]:
    return {
        "minReplicas": whole(
            "Fewest pods", "Fewest pods; 0 means that an idle model has none.", 0, 1000, 0
        ),
        "maxReplicas": whole("Most pods", "Most pods.", 1, 1000, 3),
        "scaleMetric": text(
            "Metric",
            "What the number of pods follows: requests at once or per second with the autoscaler "
            "kpa, use of CPU or memory with hpa.",
            choices=["concurrency", "rps", "cpu", "memory"],
            default="concurrency",
        ),
        "scaleTarget": whole(
            "Target",
            "What one pod is meant to have of it: requests, or percent of what it requests.",
            1, 1000000, 10,
        ),
        "autoscaling": _autoscaling(),
        "timeoutSeconds": seconds("Timeout", "Seconds that an answer may take.", 1, 300),
        "progressDeadlineSeconds": seconds(
            "Progress deadline",
            "Seconds that Knative gives a new pod to download its model and to become ready.",
            30, 3600,
        ),
        "resources": resources(
            requests, limits, "What each pod gets besides GPUs, which are gpu."
        ),
        "nodeSelector": labels(
            "Node selector", "Labels of the nodes to run on.", default={},
            examples=[{"nvidia.com/gpu.product": "NVIDIA-L4"}],
        ),
        "tolerations": items(
            "Tolerations", "Taints that the nodes may have. A leaf replaces the list.",
            toleration(), maxItems=32, default=tolerations, examples=[[_GPU_TAINT]],
        ),
        "priorityClassName": object_name(
            "Priority class",
            "PriorityClass of the pods. Empty means the cluster's default.",
            "a PriorityClass",
            optional=True,
            default="",
            examples=["model-serving-high"],
        ),
    }  # fmt: skip


def _autoscaling() -> Schema:
    return group(
        "Autoscaling",
        "What sets the number of pods.",
        {
            "class": text(
                "Class",
                "The autoscaler: kpa is Knative's own, hpa Kubernetes', keda follows a query to "
                "Prometheus, none leaves minReplicas. Empty means kpa with Knative and hpa with "
                "Standard.",
                choices=["", "kpa", "hpa", "keda", "none"],
                default="",
            ),
            "scaleDownDelay": duration(
                "Scale-down delay",
                "Time without load until pods go, at most an hour; for Knative's autoscaler.",
                "5m",
                ["10m"],
            ),
            "prometheus": prometheus(),
        },
    )


def scaling_rules() -> list[Schema]:
    """Return what autoscalers need, for each of the three models."""
    return [rule for name in SERVICES for rule in _rules_of(name)]


def _rules_of(service: str) -> list[Schema]:
    keda = equals(f"{service}.autoscaling.class", "keda")
    query: dict[str, Any] = {
        "required": ["prometheus"],
        "properties": {
            "prometheus": {
                "required": ["serverAddress", "query"],
                "x-catalogc-message": "autoscaling needs the address of Prometheus and a query",
            }
        },
    }
    measured = {"properties": {service: {"properties": {"autoscaling": query}}}}
    return [when(keda, measured)]
