"""A name that clients ask for is the name of one model."""

from collections.abc import Iterator

from catalogc.model.catalog import Catalog
from catalogc.model.display import show
from catalogc.model.finding import Finding, Label
from catalogc.model.served_model import ServedModel, served_models
from catalogc.rules.base import Context, Reporter, Rule, Scope
from catalogc.rules.shared.inference_examples import MODEL_LEAF
from catalogc.rules.shared.written import blame

SLUG = "model-name-collision"


def check_catalog(catalog: Catalog, context: Context) -> Iterator[Finding]:
    """Compare the names of the models of each environment.

    They are those of its LiteLLM proxy, whose list catalogc writes: of two models with one name,
    LiteLLM would give each of them half of the requests.
    """
    first: dict[tuple[str, str], ServedModel] = {}
    for release in catalog.releases:
        for model in served_models(release):
            key = (release.id.environment, model.name)
            other = first.setdefault(key, model)
            if other is not model:
                yield _taken(model, other, context)


def _taken(model: ServedModel, other: ServedModel, context: Context) -> Finding:
    return Reporter(SLUG, model.release, context).finding(
        model.field,
        f"model name {show(model.name)} is taken in environment "
        f"{model.release.id.environment}: {other.release.id} serves a model of this name",
        location=blame(model.release, model.field),
        label="two models of one name",
        remedy="give one of the two another name",
        related=(Label(blame(other.release, other.field), "the other model"),),
    )


_MODEL = MODEL_LEAF.partition("inferencePool:")[0]

RULE = Rule(
    SLUG,
    "two models of an environment have the same name for clients",
    check_catalog=check_catalog,
    rationale="Clients of the LiteLLM proxy ask for a model by its name. With two of one name, "
    "requests go to either, and answers come from a model that nobody chose.",
    scope=Scope.CATALOG,
    bad=_MODEL,
    good=_MODEL.replace("name: qwen-7b", "name: qwen-7b-canary"),
    files={
        "catalog/ml-inference/other/dev.yaml": """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: qwen-7b
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: qwen2.5:7b
"""
    },
)
