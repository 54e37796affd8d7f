"""Quantities of rendered objects are such that Kubernetes accepts them."""

from collections.abc import Iterator
from typing import Any

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.amount_syntax import (
    Problem,
    amount_problem,
    imbalance,
    name_problem,
)
from catalogc.rules.shared.example_pods import deployment
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.nodes import Node, mapping
from catalogc.rules.shared.rendered_amounts import amounts_of
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "resource-quantity"


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge quantities: their syntax and sign, and what containers ask for and may have.

    Extended resources, such as ``nvidia.com/gpu``, are whole, and their request is their limit;
    so it is for huge pages (kubernetes/pkg/apis/core/validation, ValidateResourceRequirements).
    """
    reporter = ResourceReporter(SLUG, rendered, context)
    view = view_of(rendered)
    for pod in view.pods:
        for container in pod.containers:
            resources = container.node.get("resources")
            if isinstance(resources, dict) and resources:
                path = (*container.path, "resources")
                yield from _container(reporter, pod.resource, path, resources)
    for resource in rendered.resources:
        for path, value in amounts_of(resource):
            if problem := amount_problem(value):
                yield _finding(reporter, resource, path, value, problem)


def _container(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, resources: Node
) -> Iterator[ResourceFinding]:
    requests, limits = mapping(resources, "requests"), mapping(resources, "limits")
    for part, amounts in (("requests", requests), ("limits", limits)):
        for name, value in amounts.items():
            problem = amount_problem(value) or (isinstance(name, str) and name_problem(name, value))
            if problem:
                yield _finding(reporter, resource, (*path, part, name), value, problem)
    for name, value in requests.items():
        limit = limits.get(name)
        if isinstance(name, str) and (problem := imbalance(name, value, limit)):
            related = (*path, "limits", name)
            yield _finding(
                reporter, resource, (*path, "requests", name), value, problem, (related, limit)
            )


def _finding(
    reporter: ResourceReporter,
    resource: Resource,
    path: FieldPath,
    value: Any,
    problem: Problem,
    limit: tuple[FieldPath, Any] | None = None,
) -> ResourceFinding:
    other = limit[0] if limit is not None else ()
    has_limit = limit is not None and limit[1] is not None
    label = f"the limit is {show(limit[1])}" if limit is not None else ""
    return reporter.finding(
        resource,
        path,
        f"is {show(value)}, {problem.text}",
        label=problem.label,
        remedy=problem.remedy,
        also=(other,) if other else (),
        related=(ResourceLabel(resource, other, label),) if has_limit else (),
    )


_TEMPLATE = deployment("resources: {limits: {nvidia.com/gpu: {{ .Values.gpus | quote }}}}")

RULE = Rule(
    SLUG,
    "a quantity of a rendered object is one that Kubernetes refuses",
    check_resources=check_resources,
    rationale="The API server refuses a pod with such a quantity, and schemas say only that it is "
    "a text: half a GPU, a request over its limit, or `gpu` without a domain.",
    scope=Scope.RESOURCE,
    bad=f'{PLAIN}gpus: "0.5"\n',
    good=f'{PLAIN}gpus: "1"\n',
    files=example_chart(_TEMPLATE),
)
