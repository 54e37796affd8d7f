"""A model must name an exact revision, so that a restart serves the same weights."""

import re
from collections.abc import Iterator
from typing import Any

from catalogc.model.display import show
from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.models_of_kserve import OLLAMA, KserveModel, models_of
from catalogc.rules.shared.written import blame

SLUG = "model-revision"

_COMMIT = re.compile(r"[0-9a-f]{40}")
_EXAMPLE = "4e20de362430cd3b72f300e6b0f18e50e7166e08"
_PIN = "pin the commit that the model's page lists under Files and versions"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge ``model``, and the models that KServe runs for a leaf.

    ``model`` as a mapping is a Hugging Face model, as text an Ollama one. KServe downloads
    ``hf://owner/model[:revision]``, and without a revision the branch main (kserve/kserve,
    python/storage). Other URIs say nothing of a revision.
    """
    reporter = Reporter(SLUG, release, context)
    for item in models_of(release):
        yield from _of_kserve(item, reporter)
    properties = release.adapter.schema.get("properties", {})
    if "model" not in properties:
        return
    model = release.effective.data.get("model")
    if isinstance(model, str):
        yield from _ollama(("model",), model, reporter)
    elif isinstance(model, dict):
        yield from _hugging_face(model, reporter)
    elif model is None and properties["model"].get("type") == "object":
        yield reporter.finding(
            ("model",),
            "model is missing",
            location=release.effective.at(("workloadType",)),
            label="this workloadType serves a model",
            remedy=f"add model.id and model.revision, a 40-hex commit such as {_EXAMPLE}",
            severity=Severity.ERROR,
        )


def _hugging_face(model: dict[str, Any], reporter: Reporter) -> Iterator[Finding]:
    if _is_blank(model.get("id")):
        yield reporter.finding(
            ("model", "id"),
            "model.id is empty" if "id" in model else "model.id is missing",
            remedy="name the Hugging Face model, for example meta-llama/Llama-3.2-1B",
            severity=Severity.ERROR,
        )
    revision = model.get("revision")
    if _is_blank(revision):
        yield reporter.finding(
            ("model", "revision"),
            "model.revision is empty" if "revision" in model else "model.revision is missing",
            label="expected a 40-hex commit",
            remedy=f"{_PIN}, for example {_EXAMPLE}",
            severity=Severity.ERROR,
        )
    elif isinstance(revision, str) and not _COMMIT.fullmatch(revision):
        yield reporter.finding(
            ("model", "revision"),
            f"model.revision is {show(revision)}, which can move; expected a 40-hex commit",
            label="a branch or tag can move",
            remedy=_PIN,
            severity=reporter.context.graded(reporter.release),
        )


def _of_kserve(model: KserveModel, reporter: Reporter) -> Iterator[Finding]:
    if model.kind == OLLAMA:
        yield from _ollama(model.path("modelTag"), model.text("modelTag"), reporter)
        return
    uri = model.text("storageUri")
    name, colon, revision = uri.removeprefix("hf://").partition(":")
    if not uri.startswith("hf://") or _COMMIT.fullmatch(revision):
        return
    path, example = model.path("storageUri"), f"hf://{name}:{_EXAMPLE}"
    found = f"names revision {show(revision)}" if colon else "names no revision"
    yield reporter.finding(
        path,
        f"{format_path(path)} is {show(uri)}, which {found}; expected a 40-hex commit",
        label="a branch or tag can move" if colon else "without a revision, main is downloaded",
        location=blame(reporter.release, path),
        remedy=f"{_PIN}, for example {example}",
        severity=reporter.context.graded(reporter.release),
    )


def _ollama(path: FieldPath, model: str, reporter: Reporter) -> Iterator[Finding]:
    # [host[:port]/][namespace/]model[:tag]: only the last part carries the tag.
    name, colon, tag = model.rpartition("/")[2].partition(":")
    field, place = format_path(path), blame(reporter.release, path)
    if not name.strip():
        yield reporter.finding(
            path,
            f"{field} is empty",
            location=place,
            remedy="name a model and its tag, such as phi3:3.8b",
            severity=Severity.ERROR,
        )
    elif not tag.strip():
        yield reporter.finding(
            path,
            f"{field} {show(model)} has {'an empty' if colon else 'no'} tag",
            location=place,
            label="without a tag, Ollama takes latest",
            remedy=f"name the tag, such as {name}:3.8b; the model's page lists its tags",
            severity=Severity.ERROR,
        )
    elif tag == "latest":
        yield reporter.finding(
            path,
            f"{field} is {show(model)}, and the tag latest can move",
            location=place,
            label="latest can move",
            remedy=f"name an explicit tag of {name}; the model's page lists its tags",
            severity=reporter.context.graded(reporter.release),
        )


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


_BAD = """\
workloadType: ML_INFERENCE_LOAD
serviceName: qwen
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model:
  id: Qwen/Qwen2.5-7B-Instruct
  revision: main
vault: {hfTokenPath: /secret/shared/huggingface/token}
"""

RULE = Rule(
    SLUG,
    "a model must name an exact revision",
    check,
    rationale="A branch or the tag latest can move, and then a restarted pod serves other weights "
    "than the one beside it, and nobody can tell which were tested. A Hugging Face model is pinned "
    "by a commit; an Ollama model by a tag that is not latest.",
    bad=_BAD,
    good=_BAD.replace("revision: main", "revision: a09a35458c702b33eeacc393d103063234e8bc28"),
)
