"""Labels and annotations have keys and values that Kubernetes accepts."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.model.source import FieldPath
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.name_syntax import annotation_key, label_key, label_value
from catalogc.rules.shared.nodes import Node, mapping
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "label-syntax"

_Place = tuple[Resource, FieldPath, Node]
"""A mapping of labels or annotations, and where it is."""

ANNOTATIONS_SIZE = 256 * 1024
"""Most bytes of all annotations of an object, keys and values (apimachinery,
api/validation/objectmeta.go, TotalAnnotationSizeLimitB)."""


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge the labels and annotations of objects and of pod templates, and selectors' labels.

    A label that many objects share is reported at the first of them.
    """
    reporter = ResourceReporter(SLUG, rendered, context)
    reported: set[tuple[str, str]] = set()
    for resource, path, labels in _labels(rendered):
        for key, value in labels.items():
            bad_key = isinstance(key, str) and label_key(key)
            bad_value = isinstance(value, str) and label_value(value)
            if (bad_key or bad_value) and (key, str(value)) not in reported:
                reported.add((key, str(value)))
                if bad_key:
                    yield _bad_key(reporter, resource, path, key, bad_key)
                if bad_value:
                    yield _bad_value(reporter, resource, (*path, key), value, bad_value)
    for resource, path, annotations in _annotations(rendered):
        yield from _judge_annotations(reporter, resource, path, annotations)


def _labels(rendered: RenderedRelease) -> Iterator[_Place]:
    for resource in rendered.resources:
        manifest = resource.manifest
        labels = manifest["metadata"].get("labels")
        if isinstance(labels, dict):
            yield resource, ("metadata", "labels"), labels
        spec = manifest.get("spec")
        selector = spec.get("selector") if isinstance(spec, dict) else None
        if isinstance(selector, dict):
            yield from _selected(resource, selector)
    for pod in view_of(rendered).pods:
        if pod.path:
            yield pod.resource, (*pod.path, "metadata", "labels"), pod.labels


def _selected(resource: Resource, selector: Node) -> Iterator[_Place]:
    path = ("spec", "selector")
    labels = selector.get("matchLabels")
    if isinstance(labels, dict):
        yield resource, (*path, "matchLabels"), labels
    elif "matchExpressions" not in selector:
        yield resource, path, selector


def _annotations(rendered: RenderedRelease) -> Iterator[_Place]:
    for resource in rendered.resources:
        annotations = resource.manifest["metadata"].get("annotations")
        if isinstance(annotations, dict):
            yield resource, ("metadata", "annotations"), annotations
    for pod in view_of(rendered).pods:
        if pod.path:
            path = (*pod.path, "metadata")
            annotations = mapping(pod.resource.manifest, *path, "annotations")
            yield pod.resource, (*path, "annotations"), annotations


def _bad_value(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, value: str, problem: str
) -> ResourceFinding:
    return reporter.finding(
        resource,
        path,
        f"is {show(value)}, which {problem}",
        label="not a label value",
        remedy="write a shorter word, or put the text into an annotation",
    )


def _judge_annotations(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, annotations: Node
) -> Iterator[ResourceFinding]:
    size = 0
    for key, value in annotations.items():
        if not isinstance(key, str):
            continue
        if problem := annotation_key(key):
            yield _bad_key(reporter, resource, path, key, problem)
        if isinstance(value, str):
            size += len(key) + len(value)
    # A character has at most four bytes: only what may be too long is counted exactly.
    if size * 4 > ANNOTATIONS_SIZE and (size := _bytes(annotations)) > ANNOTATIONS_SIZE:
        yield reporter.finding(
            resource,
            path,
            f"have {size} bytes in all, at most {ANNOTATIONS_SIZE} are allowed",
            label="too long in all",
            remedy="put long texts into a ConfigMap",
        )


def _bytes(annotations: Node) -> int:
    texts = [text for pair in annotations.items() for text in pair if isinstance(text, str)]
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)


def _bad_key(
    reporter: ResourceReporter, resource: Resource, path: FieldPath, key: str, problem: str
) -> ResourceFinding:
    return reporter.finding(
        resource,
        (*path, key),
        f"has the key {show(key)}, which {problem}",
        label="not a key that Kubernetes takes",
        remedy="write [prefix/]name, such as example.com/team",
    )


_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: shop
  labels: {example.com/team: {{ .Values.team | quote }}}
"""

RULE = Rule(
    SLUG,
    "a label or an annotation has a key or a value that Kubernetes refuses",
    check_resources=check_resources,
    rationale="The API server refuses an object with such a label; a schema says only that "
    "labels are texts.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}team: Web Shop\n",
    good=f"{PLAIN}team: web-shop\n",
    files=example_chart(_TEMPLATE),
)
