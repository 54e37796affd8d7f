"""A server that is built for CPUs leaves the GPUs of its pod idle."""

from collections.abc import Iterator

from catalogc.model.finding import Applicability, Finding, Label
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.images import TAG, image_of
from catalogc.rules.shared.models_of_kserve import KserveModel, as_whole, models_of
from catalogc.rules.shared.written import blame, rewriting

SLUG = "cpu-image-with-gpu"

_BUILDS = ("cuda", "rocm", "vulkan", "intel", "sycl", "musa", "openvino", "cann")
_COUNT = ("gpu", "count")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge the tags of llama.cpp's and of KServe's Hugging Face server beside GPUs.

    llama.cpp's tags name what they are built for, ``server-cuda-b7850``; ``server-b7850`` is for
    CPUs (ggml-org/llama.cpp, docs/docker.md). Those of KServe's server end in ``-gpu``. A digest
    says nothing of a build, and a shared runtime's image is another leaf's: both are unknown.
    """
    reporter = Reporter(SLUG, release, context)
    for model in models_of(release):
        yield from _of_model(model, reporter)
    gpus, image = as_whole(release.effective.get(_COUNT)), image_of(release)
    if gpus and image and not image.digest and _is_for_cpus(image.repository, image.tag):
        yield _idle(reporter, (TAG, image.tag), (_COUNT, gpus))


def _of_model(model: KserveModel, reporter: Reporter) -> Iterator[Finding]:
    gpus = model.whole("gpu")
    repository, tag = model.runtime("image"), model.runtime("tag")
    if not gpus or not isinstance(repository, str) or not isinstance(tag, str):
        return
    if not _is_known(repository):
        return
    if not model.has_own_runtime or model.runtime("digest"):
        if model.kind == "llamacppInferenceService":
            yield _unknown(model, reporter)
    elif _is_for_cpus(repository, tag):
        yield _idle(reporter, (model.runtime_path("tag"), tag), (model.path("gpu"), gpus))


def _is_known(repository: str) -> bool:
    return repository.rpartition("/")[2] in ("llama.cpp", "huggingfaceserver")


def _is_for_cpus(repository: str, tag: str) -> bool:
    name = repository.rpartition("/")[2]
    if name == "huggingfaceserver":
        return not tag.endswith("-gpu")
    words = tag.split("-")
    return name == "llama.cpp" and words[0] in ("server", "full", "light") and not (
        set(_BUILDS) & {word.rstrip("0123456789.") for word in words}
    )  # fmt: skip


def _idle(reporter: Reporter, tag: tuple[FieldPath, str], gpus: tuple[FieldPath, int]) -> Finding:
    release = reporter.release
    (path, written), (count_path, count) = tag, gpus
    better = _for_gpus(written)
    return reporter.finding(
        path,
        f"{format_path(path)} is {written}, a build for CPUs, but {format_path(count_path)} is "
        f"{count}",
        label="ignores GPUs",
        remedy=f"write tag: {better}, or {format_path(count_path)}: 0",
        location=blame(release, path),
        related=(Label(blame(release, count_path), f"GPUs of each pod: {count}"),),
        fixes=rewriting(release, path, better),
    )


def _for_gpus(tag: str) -> str:
    head, _, rest = tag.partition("-")
    if head in ("server", "full", "light"):
        return "-".join(part for part in (head, "cuda", rest) if part)
    return f"{tag}-gpu"


def _unknown(model: KserveModel, reporter: Reporter) -> Finding:
    why = "its digest does not tell" if model.has_own_runtime else "another leaf has it"
    return reporter.finding(
        model.path("gpu"),
        f"whether the image of runtime {model.runtime('name')} uses GPUs is unknown: {why}",
        unknown=True,
        location=blame(reporter.release, model.path("gpu")),
    )


_BAD = """\
workloadType: MODEL_SERVING
serviceName: qwen
serviceCatalog: ml-inference
namespace: ml-workloads
environment: prod
llamacppRuntime:
  tag: server-b7850
llamacppInferenceService:
  enabled: true
  name: qwen-7b-gguf
  storageUri: s3://models/qwen2.5-7b-instruct-q4_k_m.gguf
  gpu: 1
  tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
"""

RULE = Rule(
    SLUG,
    "an image that is built for CPUs has GPUs",
    check,
    rationale="llama.cpp and KServe's Hugging Face server have images for CPUs and images for "
    "GPUs. One for CPUs starts without a complaint, answers slowly, and keeps a GPU from others.",
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("server-b7850", "server-cuda-b7850"),
)
