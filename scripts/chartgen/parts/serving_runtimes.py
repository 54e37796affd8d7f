"""KServe's serving runtimes: images of model servers and their settings."""

from scripts.chartgen.fields import (
    DNS_SUBDOMAIN,
    Schema,
    flag,
    group,
    quantity,
    seconds,
    text,
    whole,
)

_DIGEST = (
    "Digest of the image. It names exactly one image, and so wins over the tag. Empty means none."
)


def serving_runtime() -> Schema:
    """Return ``servingRuntime``, of vLLM."""
    return group(
        "vLLM runtime",
        "A ClusterServingRuntime of vLLM in KServe's Hugging Face server, for NVIDIA GPUs.",
        {
            **_runtime("vLLM", "kserve-vllm", "kserve/huggingfaceserver", "v0.16.0-gpu"),
            "gpuMemoryUtilization": {
                "title": "GPU memory",
                "description": "Part of each GPU's memory that vLLM takes, for weights and KV "
                "cache.",
                "type": "number",
                "minimum": 0.05,
                "maximum": 1,
                "default": 0.85,
                "examples": [0.9],
            },
            "maxModelLen": _context("Context length", "Tokens of a prompt and its answer."),
            "enablePrefixCaching": flag(
                "Prefix caching", "Whether equal beginnings of prompts are computed once.",
                default=True,
            ),
            "sharedMemory": quantity(
                "Shared memory",
                "Most memory at /dev/shm, through which GPUs of a pod talk; what is taken counts "
                "towards the memory limit.",
                "2Gi",
                ["8Gi"],
            ),
        },
    )  # fmt: skip


def llamacpp_runtime() -> Schema:
    """Return ``llamacppRuntime``."""
    return group(
        "llama.cpp runtime",
        "A ClusterServingRuntime of llama.cpp's server, for GGUF models on CPUs, or on GPUs with "
        "another image.",
        {
            **_runtime(
                "llama.cpp", "kserve-llamacpp", "ghcr.io/ggml-org/llama.cpp", "server-b7850"
            ),
            "threads": whole("Threads", "CPU threads that compute.", 1, 512, 16, [16]),
            "contextWindow": _context(
                "Context window",
                "Tokens of a prompt and its answer, per slot. The server is given the product "
                "with parallelSlots, which it divides again.",
            ),
            "parallelSlots": whole(
                "Slots", "Requests that are answered at once.", 1, 256, 4, [4]
            ),
        },
    )  # fmt: skip


def ollama_runtime() -> Schema:
    """Return ``ollamaRuntime``."""
    return group(
        "Ollama runtime",
        "A ClusterServingRuntime of Ollama, on CPUs or NVIDIA GPUs.",
        {
            **_runtime("Ollama", "kserve-ollama", "ollama/ollama", "0.15.2"),
            "numParallel": whole(
                "Parallel requests",
                "Requests that a model answers at once; each needs a context of its own.",
                1, 256, 4, [4],
            ),
            "contextLength": _context("Context length", "Tokens of a prompt and its answer."),
            "flashAttention": flag(
                "Flash attention", "Whether attention needs less memory.", default=True
            ),
            "modelCacheSize": quantity(
                "Model cache",
                "Room on the node's disk for models, which every pod that starts downloads.",
                "50Gi",
                ["100Gi"],
            ),
        },
    )  # fmt: skip


def _runtime(server: str, name: str, image: str, tag: str) -> dict[str, Schema]:
    return {
        "enabled": flag(
            "Enabled",
            f"Whether there is a ClusterServingRuntime of {server}. Without, a model uses the one "
            "called name, which another release shares.",
            default=True,
        ),
        "name": text(
            "Name",
            "Name of the ClusterServingRuntime, after the service's and a dash unless shared.",
            longest=63,
            pattern=f"^{DNS_SUBDOMAIN}$",
            message="the name of a ClusterServingRuntime",
            default=name,
            examples=[name],
        ),
        "shared": flag(
            "Shared",
            "Whether other releases use the ClusterServingRuntime, which then has just its name. "
            "Only one release of a cluster can share a name.",
            default=False,
        ),
        **_image(image, tag),
        "startupTimeoutSeconds": seconds(
            "Startup timeout",
            "Seconds that a server may take until its model answers.",
            30,
            1800,
        ),
    }


def _image(image: str, tag: str) -> dict[str, Schema]:
    return {
        "image": text(
            "Image",
            "Image without tag and digest.",
            longest=255,
            pattern=r"^[a-z0-9]([-._a-z0-9]*[a-z0-9])?(:[0-9]{1,5})?"
            r"(/[a-z0-9]([-._a-z0-9]*[a-z0-9])?)*$",
            message="an image name without tag and digest, such as ghcr.io/acme/checkout",
            default=image,
            examples=[image],
        ),
        "tag": text(
            "Tag",
            "Tag of the image; unused when there is a digest.",
            longest=128,
            pattern="^[A-Za-z0-9_][-.A-Za-z0-9_]*$",
            message="a tag such as 1.4.2",
            default=tag,
            examples=[tag],
        ),
        "digest": text(
            "Digest",
            _DIGEST,
            pattern="^(sha256:[a-f0-9]{64})?$",
            message="sha256: and 64 hexadecimal digits",
            default="",
            examples=["sha256:" + "0123456789abcdef" * 4],
        ),
    }


def _context(title: str, description: str) -> Schema:
    return whole(title, description, 256, 10000000, 16384, [32768])
