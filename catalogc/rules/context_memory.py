"""A model's weights and the KV cache of its context must fit into the memory that it has."""

from collections.abc import Iterator

from catalogc.model.finding import Finding, Label
from catalogc.model.inventory import NodePool
from catalogc.model.quantity import parse_quantity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.gpu_pools import model_pools
from catalogc.rules.shared.model_memory import (
    GIB,
    Size,
    gguf_bits,
    hugging_face_bits,
    ollama_bits,
    size_of,
)
from catalogc.rules.shared.models_of_kserve import (
    LLAMA_CPP,
    OLLAMA,
    VLLM,
    KserveModel,
    as_whole,
    models_of,
)
from catalogc.rules.shared.written import blame

SLUG = "context-memory"

_CONTEXT = {VLLM: "maxModelLen", LLAMA_CPP: "contextWindow", OLLAMA: "contextLength"}
_SLOTS = {LLAMA_CPP: "parallelSlots", OLLAMA: "numParallel"}
_SOURCE = {VLLM: "storageUri", LLAMA_CPP: "storageUri", OLLAMA: "modelTag"}


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare what each model takes with the GPUs that it can reach, or with its memory limit.

    Weights and KV cache are as in ``model_memory``. vLLM takes gpuMemoryUtilization of each GPU
    and does not start unless one request of maxModelLen fits. llama.cpp and Ollama reserve the
    context times the slots. What a server takes beside these is not counted, so a model that is
    said not to fit does not. Sizes that no name tells, and GPUs of unknown memory, are unknown.
    """
    for model in models_of(release):
        reporter = Reporter(SLUG, release, context)
        size = _size(model)
        if size is None:
            yield _unknown(model, "its name does not tell its size", reporter)
        elif model.whole("gpu"):
            yield from _on_gpus(model, size, reporter)
        else:
            yield from _on_cpus(model, size, reporter)


def _size(model: KserveModel) -> Size | None:
    name = model.text("modelFile") or model.text(_SOURCE[model.kind])
    bits = {VLLM: hugging_face_bits, LLAMA_CPP: gguf_bits, OLLAMA: ollama_bits}[model.kind](name)
    if model.kind == VLLM and not name.startswith("hf://"):
        bits = None  # what lies below other URIs has names of its own
    return size_of(name.partition("@")[0], bits, _tokens(model))


def _tokens(model: KserveModel) -> int | None:
    """Return the tokens of the KV cache; None where a shared runtime has the settings."""
    if not model.has_own_runtime:
        return None
    length = as_whole(model.runtime(_CONTEXT[model.kind]))
    slots = as_whole(model.runtime(_SLOTS[model.kind])) if model.kind in _SLOTS else 1
    return length * slots if length is not None and slots is not None else None


def _on_gpus(model: KserveModel, size: Size, reporter: Reporter) -> Iterator[Finding]:
    cluster = reporter.context.clusters.get(reporter.release.environment.cluster)
    if cluster is None:
        yield _unknown(model, "the environment's cluster has no inventory", reporter)
        return
    pools = list(model_pools(model, cluster))
    if not pools:
        return  # gpu-capacity says so
    if not all(pool.gpu and pool.gpu.memory for pool in pools):
        yield _unknown(model, "the inventory does not tell the memory of its GPUs", reporter)
        return
    yield from _in_pools(model, size, pools, reporter)


def _in_pools(
    model: KserveModel, size: Size, pools: list[NodePool], reporter: Reporter
) -> Iterator[Finding]:
    largest = max(pools, key=lambda pool: _room(model, pool))
    small = [pool for pool in pools if _room(model, pool) < size.least]
    if largest in small:
        yield _too_large(model, size, largest, reporter)
    elif size.kv_cache is None:
        yield _unknown(model, "the size of its KV cache is not known", reporter)
    elif small:
        names = ", ".join(pool.name for pool in small)
        why = f"it needs {_gib(size.least)}, which pool {largest.name} has, but not {names}"
        yield _unknown(model, why, reporter)


def _room(model: KserveModel, pool: NodePool) -> float:
    """Return the bytes of a pod's GPUs that a server takes."""
    part = model.runtime("gpuMemoryUtilization") if model.kind == VLLM else 1
    if not isinstance(part, int | float) or not model.has_own_runtime:
        part = 1
    return part * (model.whole("gpu") or 0) * (pool.gpu.memory if pool.gpu else 0)


def _too_large(model: KserveModel, size: Size, pool: NodePool, reporter: Reporter) -> Finding:
    product = pool.gpu.product if pool.gpu else "GPU"
    room = _gib(_room(model, pool))
    place = f"{model.whole('gpu')} x {product} in pool {pool.name}"
    related = Label(pool.location, f"{_gib(pool.gpu.memory if pool.gpu else 0)} a GPU")
    return _does_not_fit(model, size, f"{place} give it {room}", reporter, (related,))


def _on_cpus(model: KserveModel, size: Size, reporter: Reporter) -> Iterator[Finding]:
    path = model.path("resources", "limits", "memory")
    limit = reporter.release.effective.get(path)
    try:
        room = float(parse_quantity(limit)) if isinstance(limit, str) else 0.0
    except ValueError:
        room = 0.0
    if room and room < size.least:
        label = Label(blame(reporter.release, path), f"memory limit {_gib(room)}")
        why = f"its memory limit is {_gib(room)}"
        yield _does_not_fit(model, size, why, reporter, (label,))
    elif size.kv_cache is None:
        yield _unknown(model, "the size of its KV cache is not known", reporter)


def _does_not_fit(
    model: KserveModel, size: Size, why: str, reporter: Reporter, related: tuple[Label, ...]
) -> Finding:
    path = _blamed(model, size)
    parts = f"{_gib(size.weights)} of weights"
    if size.kv_cache is not None:
        parts += f" and {_gib(size.kv_cache)} of KV cache"
    return reporter.finding(
        path,
        f"{model.field()} needs {_gib(size.least)} ({parts}), but {why}",
        label="does not fit",
        remedy="take a smaller or quantised model, more GPUs or memory, or less context",
        location=blame(reporter.release, path),
        related=related,
    )


def _blamed(model: KserveModel, size: Size) -> FieldPath:
    """Blame the context where it is the larger part, else the model."""
    if size.kv_cache is not None and size.kv_cache > size.weights:
        return model.runtime_path(_CONTEXT[model.kind])
    return model.path(_SOURCE[model.kind])


def _unknown(model: KserveModel, why: str, reporter: Reporter) -> Finding:
    path = model.path(_SOURCE[model.kind])
    return reporter.finding(
        path,
        f"whether {model.field()} fits into its memory is unknown: {why}",
        unknown=True,
        location=blame(reporter.release, path),
    )


def _gib(amount: float) -> str:
    return f"{amount / GIB:.1f} GiB"


_BAD = """\
workloadType: MODEL_SERVING
serviceName: llama
serviceCatalog: ml-inference
namespace: ml-workloads
environment: prod
inferenceService:
  enabled: true
  name: llama-70b
  storageUri: hf://meta-llama/Llama-3.3-70B-Instruct:6f6073b423013f6a7d4d9f39144961bfbfbc386b
  gpu: 1
  minReplicas: 1
"""

RULE = Rule(
    SLUG,
    "a model and its context do not fit into the memory that it has",
    check,
    rationale="The weights of a model and the KV cache of its context must fit into the memory of "
    "its GPUs, or without GPUs into the container's memory limit. A server that runs out of memory "
    "ends while it loads, after minutes of download, and does so again for ever.",
    bad=_BAD,
    good=_BAD.replace("gpu: 1", "gpu: 4\n  tensorParallelSize: 4"),
)
