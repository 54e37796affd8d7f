"""vLLM divides a model over as many GPUs as its pod has: no more, and no fewer."""

from collections.abc import Iterator

from catalogc.model.finding import Applicability, Edit, Finding, Fix, Label
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.models_of_kserve import VLLM, KserveModel, models_of
from catalogc.rules.shared.written import blame, is_written, rewriting

SLUG = "tensor-parallel"

_SIZE = "tensorParallelSize"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare ``inferenceService.tensorParallelSize`` with ``inferenceService.gpu``.

    vLLM starts one worker a GPU (docs/serving/parallelism_scaling): with more workers than GPUs it
    ends at once, and GPUs without a worker stay idle.
    """
    for model in models_of(release):
        if model.kind != VLLM:
            continue
        size, gpus = model.whole(_SIZE), model.whole("gpu")
        if size is not None and gpus is not None and size != gpus:
            yield _mismatch(model, size, gpus, Reporter(SLUG, release, context))


def _mismatch(model: KserveModel, size: int, gpus: int, reporter: Reporter) -> Finding:
    release = reporter.release
    path, other = model.path(_SIZE), model.path("gpu")
    if size < gpus:
        label = f"{gpus - size} of {gpus} GPUs stay idle"
    else:
        label = f"vLLM ends: it finds {gpus} of {size} GPUs"
    related = Label(blame(release, other), f"GPUs of each pod: {gpus}")
    blamed = path if is_written(release, path) else other
    return reporter.finding(
        path,
        f"{model.field(_SIZE)} is {size}, but {model.field('gpu')} is {gpus}",
        label=label,
        remedy=f"write {_SIZE}: {gpus}",
        location=blame(release, blamed),
        related=(related,) if blamed == path else (),
        fixes=rewriting(release, path, gpus) or _adding(model, gpus, release),
    )


def _adding(model: KserveModel, gpus: int, release: Release) -> tuple[Fix, ...]:
    """Return the unsafe fix that writes the size before ``gpu``, if that is written."""
    path = model.path("gpu")
    if not is_written(release, path):
        return ()
    key = release.leaf.values.at_key(path)
    flow = release.leaf.values.at(path[:-1]).text.startswith("{")
    gap = ", " if flow else "\n" + " " * (key.span.column - 1)
    edit = Edit(key, f"{_SIZE}: {gpus}{gap}{key.text}")
    return (Fix(f"add {_SIZE}: {gpus}", Applicability.UNSAFE, (edit,)),)


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
  gpu: 4
  tensorParallelSize: 1
  minReplicas: 1
"""

RULE = Rule(
    SLUG,
    "tensorParallelSize must equal the number of GPUs",
    check,
    rationale="vLLM uses as many GPUs as tensorParallelSize says. With fewer, the others are paid "
    "for and idle, and a model that needs all of them does not fit. With more, the server ends as "
    "soon as it starts.",
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("tensorParallelSize: 1", "tensorParallelSize: 4"),
)
