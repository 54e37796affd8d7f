"""OLLAMA_INFERENCE_LOAD."""

from scripts.chartgen.fields import (
    Schema,
    equals,
    flag,
    group,
    items,
    seconds,
    text,
    when,
    whole,
)
from scripts.chartgen.parts.container import definitions
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.inference import gpu, server_container, shared_cache_rule, storage
from scripts.chartgen.parts.keda import autoscaling, scaled_cache_rule
from scripts.chartgen.parts.network import basic_monitoring, ingress
from scripts.chartgen.parts.probes import health_check

_PART = "[A-Za-z0-9_][-._A-Za-z0-9]*"
_NAME = f"^({_PART}(:[0-9]{{1,5}})?/)?({_PART}/)?{_PART}(:{_PART})?$"
_RESERVED = [
    "HOME",
    "MODEL",
    "MODELS",
    "MODELFILE",
    "REGISTRY",
    "REGISTRY_INSECURE",
    "PULL_TIMEOUT_SECONDS",
    "PRELOAD",
    "PERIOD_SECONDS",
    "FAILURE_THRESHOLD",
    "OLLAMA_HOST",
    "OLLAMA_MODELS",
    "OLLAMA_NOPRUNE",
    "OLLAMA_KEEP_ALIVE",
    "OLLAMA_NUM_PARALLEL",
    "OLLAMA_MAX_LOADED_MODELS",
    "OLLAMA_MAX_QUEUE",
    "OLLAMA_CONTEXT_LENGTH",
    "OLLAMA_FLASH_ATTENTION",
    "OLLAMA_KV_CACHE_TYPE",
    "NVIDIA_VISIBLE_DEVICES",
]


def _unset(schema: Schema) -> Schema:
    """Return a field, or a group of fields, without defaults."""
    fields = {name: _unset(field) for name, field in schema.get("properties", {}).items()}
    bare = {key: value for key, value in schema.items() if key != "default"}
    return bare | {"properties": fields} if fields else bare


def _model(title: str, description: str) -> Schema:
    return text(
        title,
        description,
        longest=255,
        pattern=_NAME,
        message="a model such as phi:latest or hf.co/acme/model:Q4_K_M",
        examples=["phi:latest", "llama3.1:8b", "qwen3:4b"],
    )


def _digest(title: str, of: str) -> Schema:
    return text(
        title,
        f"Digest that {of} must have, as Ollama's /api/tags tells it. Ollama cannot pull by "
        "digest: the model is pulled by its tag, and the pod does not start if the digest differs.",
        pattern="^sha256:[a-f0-9]{64}$",
        message="sha256: and 64 hexadecimal digits",
        examples=["sha256:" + "0123456789abcdef" * 4],
    )


_MODELS = items(
    "More models",
    "Models that the same server offers beside the first. They are pulled too, and enter memory "
    "with their first request.",
    group(
        "Model",
        "A further model.",
        {
            "name": _model("Name", "Name of the model, with its tag."),
            "digest": _digest("Digest", "the model"),
        },
        ["name"],
    ),
    uniqueItems=True,
    maxItems=16,
    default=[],
    examples=[[{"name": "nomic-embed-text:v1.5"}]],
)
# A FROM instruction has one argument; a sentence of a prompt that starts with "From" has more.
_FROM_LINE = r"(^|\n)[ \t]*[Ff][Rr][Oo][Mm][ \t]+[^ \t\r\n]+[ \t\r]*(\n|$)"
_MODELFILE = text(
    "Modelfile",
    "Instructions of a Modelfile, without FROM, which is the model: a system prompt, parameters, "
    "a template. The result is served as a model with the name of the service. Empty means none.",
    longest=65536,
    default="",
    examples=["PARAMETER temperature 0.2\nSYSTEM You answer in one sentence.\n"],
) | {
    "not": {"pattern": _FROM_LINE},
    "x-catalogc-message": "instructions without FROM, which is always the model of the leaf",
}
_REGISTRY = group(
    "Registry",
    "A registry that stands in for the public one: an internal mirror.",
    {
        "host": text(
            "Host",
            "Host and port of the registry. Models without a host of their own are pulled from it, "
            "and keep the name that the leaf gives them. Empty means registry.ollama.ai.",
            longest=255,
            pattern=r"^([A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?)?$",
            message="a host name, with a port if need be, without scheme and path",
            default="",
            examples=["ollama-registry.example.com:5000"],
        ),
        "insecure": flag(
            "Insecure", "Whether that registry speaks HTTP without TLS.", default=False
        ),
    },
    **when(
        equals("insecure", value=True),
        {"required": ["host"], "properties": {"host": {"minLength": 1}}},
    ),
)
_PRELOAD = flag(
    "Preload",
    "Whether the model is loaded before a pod is ready, and stays in memory. Otherwise it is loaded "
    "by the first request, and leaves memory after settings.keepAlive.",
    default=True,
)
_MODEL_PULL = group(
    "Model pull",
    "How models are downloaded before the server starts.",
    {"timeoutSeconds": seconds("Timeout", "Seconds that downloading may take.", 1, 3600)},
)
_PRESET = text(
    "Resource preset",
    "CPU and memory for models up to 3 (small), 14 (medium) or 70 (large) billion parameters of "
    "four bits. What container.resources says wins. Empty means none.",
    choices=["", "small", "medium", "large"],
    default="small",
)
_SETTINGS = group(
    "Settings",
    "Settings of Ollama that it would not check itself. Unset, Ollama decides. Others go to "
    "container.environment.",
    {
        "keepAlive": text(
            "Keep alive",
            "Time that an idle model stays in memory; a negative one means forever, as preload "
            "does.",
            longest=32,
            pattern=r"^-?[0-9]+((\.[0-9]+)?(h|m|s|ms)([0-9]+(\.[0-9]+)?(h|m|s|ms)){0,3})?$",
            message="a duration such as 30m or -1, or a number of seconds",
            examples=["30m"],
        ),
        "numParallel": whole(
            "Parallel requests",
            "Requests that a model answers at once; each needs a context of its own.",
            1,
            1024,
            None,
            [4],
        ),
        "maxLoadedModels": whole(
            "Loaded models", "Models that may be in memory at once.", 1, 64, None, [2]
        ),
        "maxQueue": whole(
            "Queue", "Requests that may wait; further ones get status 503.", 1, 100000, None, [64]
        ),
        "contextLength": whole(
            "Context length", "Tokens of a model's context.", 256, 10000000, None, [16384]
        ),
        "flashAttention": _unset(
            flag("Flash attention", "Whether attention needs less memory.", default=False)
        ),
        "kvCacheType": text(
            "Cache type",
            "Precision of the key and value cache. Less than f16 needs flashAttention.",
            choices=["f16", "q8_0", "q4_0"],
        ),
    },
    **when(
        {"required": ["kvCacheType"], "properties": {"kvCacheType": {"enum": ["q8_0", "q4_0"]}}},
        {
            "required": ["flashAttention"],
            "properties": {
                "flashAttention": {
                    "const": True,
                    "x-catalogc-message": "true, because kvCacheType is less than f16",
                }
            },
        },
    ),
)
# A value left out has its default, so preload is on unless it is written otherwise.
_KEEP_ALIVE_RULE = when(
    {"properties": {"preload": {"const": True}}},
    {"properties": {"settings": {"properties": {"keepAlive": {"const": "-1"}}}}},
)
_CONTAINER = server_container(
    "ollama/ollama",
    "0.15.2",
    11434,
    ("500m", "2Gi"),
    ("2", "4Gi"),
    health_check(
        "Seconds that the server may take to start and, with preload, to load the model. "
        "Models are pulled before.",
        600,
        10,
    ),
    (1, "Number of the user to run as; never 0, which is root."),
)
# The preset has the defaults of the amounts.
_CONTAINER["properties"]["resources"] = _unset(_CONTAINER["properties"]["resources"])

SCHEMA = root(
    "Ollama inference load",
    "Models of the Ollama library served over HTTP, on NVIDIA or AMD GPUs or on CPUs.",
    {
        **identity("OLLAMA_INFERENCE_LOAD", "ollama-phi", "ml-inference"),
        **service_account(),
        "model": _model(
            "Model", "A model of the Ollama library, or of another registry, with its tag."
        ),
        "modelDigest": _digest("Model digest", "the model"),
        "models": _MODELS,
        "modelfile": _MODELFILE,
        "preload": _PRELOAD,
        "modelPull": _MODEL_PULL,
        "registry": _REGISTRY,
        "settings": _SETTINGS,
        "gpu": gpu(
            0,
            "GPUs of each pod. 0 means CPUs only, and no GPU node is asked for.",
            types=("nvidia", "amd", "none"),
        ),
        "resourcePreset": _PRESET,
        "container": _CONTAINER,
        "storage": storage(),
        "autoscaling": autoscaling("A pod that starts pulls and loads its model first."),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(" Ollama itself has no metrics, some images add them."),
    },
    ["model"],
    definitions=definitions(_RESERVED),
    example={"model": "qwen3:4b", "gpu": {"count": 1}},
    rules=[shared_cache_rule(), scaled_cache_rule(), _KEEP_ALIVE_RULE],
)
