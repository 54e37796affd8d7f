"""Models that leaves serve, as LiteLLM has to know them.

Providers are LiteLLM's: ``hosted_vllm`` is any OpenAI-compatible server without a key, and takes a
base that ends where ``/chat/completions`` follows (docs/providers/vllm, vLLM's guide for LiteLLM);
``ollama_chat`` is Ollama's own API, and takes the server's address.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from catalogc.model.inference import SERVICES, InferenceService, inference_services, service_address
from catalogc.model.release import Release
from catalogc.model.source import FieldPath

_OPENAI = "hosted_vllm"
_OLLAMA = "ollama_chat"
_ALIASES = ("--served-model-name", "--alias", "-a", "--model", "--model-id", "-m")
"""What says the name that a server answers to, the first that is there."""

_SERVERS = ("vllm-openai", "llama.cpp", "text-generation-inference")
"""Images, by the last part of their name, whose servers speak OpenAI's API."""


class ServedModel(NamedTuple):
    """A model that clients can ask for.

    Attributes:
        name: what clients ask for.
        provider: of LiteLLM.
        model: name that the server answers to.
        server: the address of the server, within the cluster.
        path: of its API, below the address.
        field: the field of the leaf that names it.
        service: the InferenceService that serves it; None for a leaf's own pods.
    """

    release: Release
    name: str
    provider: str
    model: str
    server: str
    path: str
    field: FieldPath
    service: InferenceService | None = None


def served_models(release: Release) -> Iterator[ServedModel]:
    """Yield the models of a release, whose servers LiteLLM can talk to."""
    yield from _of_kserve(release)
    kind = release.adapter.workload_type
    if kind == "ML_INFERENCE_LOAD":
        yield from _of_leaf(release, ("model", "id"), _OPENAI, "/v1")
    elif kind == "OLLAMA_INFERENCE_LOAD":
        yield from _of_leaf(release, ("model",), _OLLAMA, "")
    elif kind == "GPU_CONTAINER_LOAD":
        yield from _of_container(release)


def _of_kserve(release: Release) -> Iterator[ServedModel]:
    """KServe calls the Service of a model's pods ``<name>-predictor``.

    Its Hugging Face server has OpenAI's API below ``/openai``.
    """
    apis = dict(
        zip(SERVICES, ((_OPENAI, "/openai/v1"), (_OPENAI, "/v1"), (_OLLAMA, "")), strict=True)
    )
    for item in inference_services(release):
        provider, path = apis[item.key]
        model = item.part.get((item.key, "modelTag")) if provider == _OLLAMA else item.name
        server = service_address(f"{item.name}-predictor", release.namespace)
        yield ServedModel(release, item.name, provider, str(model), server, path, item.field, item)


def _of_leaf(release: Release, field: FieldPath, provider: str, path: str) -> Iterator[ServedModel]:
    model = release.effective.get(field)
    if isinstance(model, str) and model:
        server = service_address(release.name, release.namespace)
        name = ("serviceName",)
        yield ServedModel(release, release.name, provider, model, server, path, name)


def _of_container(release: Release) -> Iterator[ServedModel]:
    repository = release.effective.get(("container", "image", "repository"))
    if not isinstance(repository, str) or repository.rpartition("/")[2] not in _SERVERS:
        return
    model = _model_of(release)
    if model:
        server = service_address(release.name, release.namespace)
        name = ("serviceName",)
        yield ServedModel(release, release.name, _OPENAI, model, server, "/v1", name)


def _model_of(release: Release) -> str:
    """Read the name that a server answers to from its command line."""
    container = ("container",)
    written = [
        word
        for key in ("command", "args")
        for word in release.effective.sequence((*container, key))
    ]
    words = [part for word in written if isinstance(word, str) for part in _split(word)]
    options: dict[str, str] = {}
    for option, value in itertools.pairwise(words):
        options.setdefault(option, value)
    return next((options[alias] for alias in (*_ALIASES, "serve") if alias in options), "")


def _split(word: str) -> list[str]:
    """Split ``--option=value``."""
    if word.startswith("--") and "=" in word:
        option, _, value = word.partition("=")
        return [option, value]
    return [word]
