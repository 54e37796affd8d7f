"""Measure the validation of one leaf of six objects, in one process and without any start-up.

Run by ``python -m scripts.bench --validate``. Times are the best of many runs, so that other
programs on the machine matter little; the ratio to a plain render matters more than they do.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from catalogc.cel.evaluator import Evaluator
from catalogc.files import Repository
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.pipeline import Backend, Compilation, compile_catalog
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from catalogc.render.stage import render_releases
from catalogc.schemas.custom import CustomSchemas
from catalogc.schemas.kubernetes import kubernetes_schemas
from catalogc.schemas.manifest import ManifestValidator
from catalogc.validate.policy_input import admission_input, expression_input, release_input
from catalogc.validate.schema_findings import schema_findings

TARGET_MS = 0.4
LEAF = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
namespace: web
environment: dev
container:
  image: {repository: registry.example.com/web/shop, tag: 1.4.2}
  port: 8080
  replicas: 3
  resources:
    requests: {cpu: 250m, memory: 256Mi}
    limits: {memory: 512Mi}
  environment:
    - {name: LOG_LEVEL, value: info}
  secrets:
    - {name: TOKEN, secretKey: token, vaultPath: /secret/web/shop/dev}
ingress: {enabled: true, host: shop.example.com}
"""
_OF_PODS = (
    "object.spec.template.spec.containers.all(c, !c.image.endsWith(':latest'))",
    "object.spec.template.spec.containers.all(c, has(c.resources.requests.memory))",
    "object.spec.template.spec.containers.all(c, !c.?securityContext.privileged.orValue(false))",
    "!object.spec.template.spec.?hostNetwork.orValue(false)",
    "object.spec.template.spec.?volumes.orValue([]).all(v, !has(v.hostPath))",
    "object.spec.replicas <= 20",
    "object.metadata.labels['app.kubernetes.io/managed-by'] != ''",
)
_OF_SERVICES = (
    "object.spec.?type.orValue('ClusterIP') == 'ClusterIP'",
    "size(object.spec.ports) < 9",
)
_OF_LEAVES = (
    "values.container.replicas <= 20 || environment.production",
    "values.container.image.repository.startsWith('registry.example.com/')",
    "values.?ingress.host.orValue('').endsWith('.example.com')",
)


class Sample(NamedTuple):
    """The leaf, rendered."""

    catalog: Catalog
    item: RenderedRelease
    renderer: EngineRenderer
    schemas: CustomSchemas


class Timing(NamedTuple):
    """Milliseconds of one run."""

    cpu: float
    wall: float


def run(generate: Callable[[Path, int], None]) -> int:
    """Print a line for each part; return 1 where schemas and 12 expressions are over the target.

    Args:
        generate: writes a catalog repository of so many leaves.
    """
    with tempfile.TemporaryDirectory(prefix="catalogc-bench-") as folder:
        root = Path(folder)
        generate(root, 0)
        path = root / "catalog" / "web" / "shop" / "dev.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(LEAF, "utf-8")
        with EngineRenderer(RenderSettings(jobs=1)) as renderer:
            compiled = compile_catalog(
                root, prepare=lambda _: Backend(renderer), select=lambda _: True
            )
            return _report(_sample(compiled, renderer, root))


def _sample(compiled: Compilation, renderer: EngineRenderer, root: Path) -> Sample:
    if compiled.catalog is None or not compiled.rendered:
        raise SystemExit(f"bench: the sample cannot be rendered: {compiled.findings}")
    (item,) = compiled.rendered
    schemas = CustomSchemas(Repository(root), compiled.catalog.config.paths.schemas)
    return Sample(compiled.catalog, item, renderer, schemas)


def _report(sample: Sample) -> int:
    seen = release_input(sample.item, sample.catalog)
    twelve, starter = Evaluator(_twelve()), Evaluator(_starter(sample.catalog))
    for evaluator in (twelve, starter):
        said = [*evaluator.problems, *evaluator.evaluate(seen)]
        if said:
            sys.stderr.write(f"bench: the sample does not pass: {said}\n")
            return 1
    check = _schema_check(sample)
    render = _best(lambda: _render(sample), 50)
    sys.stdout.write(f"{len(sample.item.resources)} objects: {_kinds(sample.item)}\n")
    _line("plain render, in its worker", render, render)
    _line("schemas", _best(check), render)
    _line(f"{_count(twelve, seen)} expressions", _best(lambda: twelve.evaluate(seen)), render)
    both = _best(lambda: (check(), twelve.evaluate(seen)))
    _line("both", both, render, f"target {TARGET_MS} ms")
    name = f"starter set ({_count(starter, seen)} expressions)"
    _line(name, _best(lambda: starter.evaluate(seen)), render)
    return int(both.cpu > TARGET_MS)


def _schema_check(sample: Sample) -> Callable[[], object]:
    kubernetes = kubernetes_schemas(
        sample.catalog.kubernetes_version(sample.item.release.environment)
    )
    validator = ManifestValidator((kubernetes, sample.schemas))
    return lambda: schema_findings(sample.item, validator, kubernetes)


def _render(sample: Sample) -> object:
    version = sample.catalog.kubernetes_version
    return render_releases([sample.item.release], sample.renderer, version)


def _starter(catalog: Catalog) -> list[dict[str, Any]]:
    expressions = map(expression_input, catalog.expression_policies)
    return [*expressions, *map(admission_input, catalog.admission_policies)]


def _twelve() -> list[dict[str, Any]]:
    return [
        _admission("pods", "apps", "deployments", _OF_PODS),
        _admission("services", "", "services", _OF_SERVICES),
        {"name": "leaves", "form": "expression", "spec": {"validations": _entries(_OF_LEAVES)}},
    ]


def _admission(name: str, group: str, resource: str, texts: tuple[str, ...]) -> dict[str, Any]:
    rule = {
        "apiGroups": [group],
        "apiVersions": ["v1"],
        "operations": ["CREATE", "UPDATE"],
        "resources": [resource],
    }
    spec = {"matchConstraints": {"resourceRules": [rule]}, "validations": _entries(texts)}
    binding = {"metadata": {"name": name}, "spec": {"validationActions": ["Deny"]}}
    return {"name": name, "form": "admission", "policy": {"spec": spec}, "bindings": [binding]}


def _entries(texts: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"expression": text} for text in texts]


def _count(evaluator: Evaluator, seen: dict[str, Any]) -> int:
    before = evaluator.evaluated
    evaluator.evaluate(seen)
    return evaluator.evaluated - before


def _kinds(item: RenderedRelease) -> str:
    return ", ".join(resource.kind for resource in item.resources)


def _best(action: Callable[[], object], times: int = 500) -> Timing:
    """Return the quickest run; garbage is collected between runs, as a long run would have it."""
    cpu = wall = float("inf")
    gc.collect()
    for _ in range(times):
        started, used = time.perf_counter(), time.process_time()
        action()
        cpu = min(cpu, time.process_time() - used)
        wall = min(wall, time.perf_counter() - started)
    return Timing(cpu * 1000, wall * 1000)


def _line(name: str, timing: Timing, render: Timing, note: str = "") -> None:
    sys.stdout.write(
        f"{name:<30} {timing.cpu:6.3f} ms CPU {timing.wall:6.3f} ms wall "
        f"{timing.wall / render.wall:5.2f} renders  {note}".rstrip()
        + "\n"
    )
