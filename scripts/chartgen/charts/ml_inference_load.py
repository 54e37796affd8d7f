"""ML_INFERENCE_LOAD: Text Generation Inference."""

from scripts.chartgen.fields import equals, group, text, when, whole
from scripts.chartgen.parts.container import definitions
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.inference import (
    gpu,
    server_container,
    shared_cache_rule,
    shared_memory,
    storage,
)
from scripts.chartgen.parts.network import basic_monitoring, ingress, service_monitor
from scripts.chartgen.parts.probes import health_check

# The methods of TGI's --quantize (docs of its launcher).
_QUANTIZATIONS = [
    "awq",
    "bitsandbytes",
    "bitsandbytes-fp4",
    "bitsandbytes-nf4",
    "compressed-tensors",
    "eetq",
    "exl2",
    "fp8",
    "gptq",
    "marlin",
]
_RESERVED = [
    "PORT",
    "HOME",
    "USER",
    "HF_HOME",
    "HF_HUB_CACHE",
    "HUGGINGFACE_HUB_CACHE",
    "MODEL_ID",
    "REVISION",
    "QUANTIZE",
    "MAX_INPUT_TOKENS",
    "MAX_INPUT_LENGTH",
    "MAX_TOTAL_TOKENS",
    "NUM_SHARD",
    "HF_TOKEN",
    "HUGGING_FACE_HUB_TOKEN",
]
_MODEL = group(
    "Model",
    "The Hugging Face model to serve. The id and an exact revision are both to be written.",
    {
        "id": text(
            "Id",
            "Organisation and name of the model on Hugging Face.",
            shortest=1,
            longest=255,
            examples=["meta-llama/Llama-3.2-1B"],
        ),
        "revision": text(
            "Revision",
            "Exact revision of the model: a commit, which always names the same weights.",
            longest=255,
            examples=["4e20de362430cd3b72f300e6b0f18e50e7166e08"],
        ),
        "quantization": text(
            "Quantization",
            "How weights are shortened to need less GPU memory. awq, gptq, exl2, marlin and "
            "compressed-tensors need a model that was published so; exl2 works on one GPU only. "
            "Unset means as the model was published.",
            choices=_QUANTIZATIONS,
            examples=["awq"],
        ),
    },
    ["id"],
)
_LIMIT = "Unset, the server chooses what fits the GPU."
_INFERENCE = group(
    "Inference",
    "Limits of the inference server.",
    {
        "maxInputLength": whole(
            "Longest input", f"Most tokens of a prompt. {_LIMIT}", 1, 10000000, None, [2048]
        ),
        "maxTotalTokens": whole(
            "Longest exchange",
            "Most tokens of a prompt and its answer together; more than maxInputLength. " + _LIMIT,
            2,
            10000000,
            None,
            [4096],
        ),
    },
)
_VAULT = group(
    "Vault",
    "Where the Hugging Face token is.",
    {
        "hfTokenPath": text(
            "Token path",
            'Vault path of a Hugging Face token, in its property "value"; needed for gated '
            "models. Empty means no token.",
            longest=1024,
            default="",
            examples=["/secret/shared/huggingface/token"],
        )
    },
)
# TGI's launcher refuses to shard such a model.
_ONE_GPU = when(
    equals("model.quantization", "exl2"),
    {
        "properties": {
            "gpu": {
                "properties": {
                    "count": {"const": 1, "x-catalogc-message": "1, because exl2 is not sharded"}
                }
            }
        }
    },
)

SCHEMA = root(
    "ML inference load",
    "A Hugging Face model served over HTTP by Text Generation Inference on NVIDIA GPUs.",
    {
        **identity("ML_INFERENCE_LOAD", "llama", "ml-inference"),
        **service_account(),
        "model": _MODEL,
        "inference": _INFERENCE,
        "gpu": gpu(1, "GPUs of each pod. The model is sharded over them."),
        "sharedMemory": shared_memory("Only with several GPUs, whose shards talk through it."),
        "vault": _VAULT,
        "container": server_container(
            "ghcr.io/huggingface/text-generation-inference",
            "3.1.0",
            8080,
            ("2", "8Gi"),
            ("4", "16Gi"),
            health_check("Seconds that downloading and loading the model may take.", 1800, 30),
            (
                0,
                "Number of the user to run as. 0 is root, which images from 3.1.1 on need and "
                "the restricted Pod Security Standard refuses.",
            ),
        ),
        "storage": storage(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(),
        "serviceMonitor": service_monitor(),
    },
    ["model"],
    definitions=definitions(_RESERVED),
    moved=[
        ("inference.image", "container.image"),
        ("inference.port", "container.port"),
        ("resources", "container.resources"),
        ("healthCheck", "container.healthCheck"),
        ("secretStore", "container.secretStore"),
    ],
    example={
        "model": {
            "id": "Qwen/Qwen2.5-7B-Instruct",
            "revision": "a09a35458c702b33eeacc393d103063234e8bc28",
        },
        "gpu": {"count": 1},
        "vault": {"hfTokenPath": "/secret/shared/huggingface/token"},
    },
    rules=[shared_cache_rule(), _ONE_GPU],
)
