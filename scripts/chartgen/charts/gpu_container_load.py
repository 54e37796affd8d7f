"""GPU_CONTAINER_LOAD: any container that needs GPUs."""

from scripts.chartgen.fields import Schema, flag, group, items, port, text, whole
from scripts.chartgen.parts.container import (
    MOST_USER,
    container,
    definitions,
    grace_period,
    image,
    replicas,
    resources,
    variables,
)
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.inference import gpu, shared_cache_rule, shared_memory, storage
from scripts.chartgen.parts.network import basic_monitoring, ingress, service_monitor
from scripts.chartgen.parts.probes import probes
from scripts.chartgen.parts.scaling import pod_disruption_budget

_HALF_AN_HOUR = 180  # tries, ten seconds apart: downloading and loading a model takes long


def _words(title: str, description: str, example: list[str]) -> Schema:
    word = text("Word", "One word, which no shell reads: quote numbers and booleans.", longest=4096)
    return items(title, description, word, maxItems=256, default=[], examples=[example])


_SECURITY = group(
    "Security context",
    "How the container is confined.",
    {
        "runAsUser": whole(
            "User",
            "Number of the user to run as. 0 is root, which the restricted Pod Security Standard "
            "refuses.",
            0,
            MOST_USER,
            1000,
        ),
        "fsGroup": whole(
            "File system group",
            "Number of the group that owns the volumes, so that the container may write to them.",
            1,
            MOST_USER,
            1000,
        ),
        "supplementalGroups": items(
            "Further groups",
            "Numbers of further groups of the user, such as a node's group render, which may own "
            "the devices of AMD's GPUs.",
            whole("Group", "Number of a group.", 1, MOST_USER),
            uniqueItems=True,
            maxItems=16,
            default=[],
            examples=[[992]],
        ),
        "readOnlyRootFilesystem": flag(
            "Read-only root file system",
            "Whether only /tmp, /dev/shm and the model cache can be written to.",
            default=True,
        ),
    },
)

_CONTAINER = container(
    {
        "image": image(example="docker.io/vllm/vllm-openai"),
        "command": _words(
            "Command",
            "Program to run, instead of the image's entry point. Empty means the image's.",
            ["python3", "-m", "vllm.entrypoints.openai.api_server"],
        ),
        "args": _words(
            "Arguments",
            "Arguments of the program. Empty means the image's, unless there is a command.",
            ["--model", "Qwen/Qwen2.5-7B-Instruct", "--port", "8080"],
        ),
        "port": port("Port", "Port that the container listens on.", 8080, None),
        "replicas": replicas("Number of pods, each with its own GPUs."),
        "resources": resources(
            ("2", "8Gi"), ("4", "16Gi"), "What each pod gets besides GPUs, which are gpu.count."
        ),
        **variables(),
        "probes": probes(_HALF_AN_HOUR),
        "terminationGracePeriodSeconds": grace_period(60),
        "securityContext": _SECURITY,
    },
    ["image"],
)

SCHEMA = root(
    "GPU container load",
    "Any container that needs GPUs, behind a Service: image, command and probes are the leaf's.",
    {
        **identity("GPU_CONTAINER_LOAD", "vllm-qwen", "ml-inference"),
        **service_account(),
        "gpu": gpu(1, "GPUs of each pod, all on one node.", types=("nvidia", "amd")),
        "sharedMemory": shared_memory("Processes and GPUs of a pod talk through it."),
        "container": _CONTAINER,
        "storage": storage(),
        "podDisruptionBudget": pod_disruption_budget(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(),
        "serviceMonitor": service_monitor(),
    },
    ["container"],
    definitions=definitions([]),
    rules=[shared_cache_rule()],
    example={
        "container": {
            "image": {"repository": "docker.io/vllm/vllm-openai", "tag": "v0.9.2"},
            "args": ["--model", "Qwen/Qwen2.5-7B-Instruct", "--port", "8080"],
        }
    },
)
