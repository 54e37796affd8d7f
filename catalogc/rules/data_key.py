"""ConfigMaps and Secrets have keys that Kubernetes accepts, and fit into etcd."""

from collections.abc import Iterator

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import show
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.resource_index import ResourceIndex
from catalogc.rules.base import Context, Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.name_syntax import data_key
from catalogc.rules.shared.nodes import mapping
from catalogc.rules.shared.rendered_view import view_of
from catalogc.rules.shared.resource_reporter import ResourceReporter

SLUG = "data-key"

MOST_BYTES = 1024 * 1024
"""Of all values together (kubernetes/pkg/apis/core/types.go, MaxSecretSize)."""

_FIELDS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}


def check_resources(
    rendered: RenderedRelease, _index: ResourceIndex, context: Context
) -> Iterator[ResourceFinding]:
    """Judge the keys of each ConfigMap and Secret, and the size of its values."""
    view = view_of(rendered)
    reporter = ResourceReporter(SLUG, rendered, context)
    for resource in view.of_kind(("", "ConfigMap"), ("", "Secret")):
        yield from _keys(reporter, resource)
        yield from _size(reporter, resource)


def _keys(reporter: ResourceReporter, resource: Resource) -> Iterator[ResourceFinding]:
    seen: dict[str, str] = {}
    for field in _FIELDS[resource.kind]:
        for key in mapping(resource.manifest, field):
            if not isinstance(key, str):
                continue
            if problem := data_key(key):
                yield reporter.finding(
                    resource,
                    (field, key),
                    f"has the key {show(key)}, which {problem}",
                    label="not a key that Kubernetes takes",
                    remedy="name it as a file, without folders",
                )
            # A Secret's stringData overwrites its data; a ConfigMap with both is refused.
            if resource.kind == "ConfigMap" and seen.setdefault(key, field) != field:
                yield reporter.finding(
                    resource,
                    (field, key),
                    f"is a key of {seen[key]}, too",
                    label="the same key twice",
                    remedy="keep one of them",
                )


def _size(reporter: ResourceReporter, resource: Resource) -> Iterator[ResourceFinding]:
    if len(resource.text) * 4 <= MOST_BYTES:  # a character has at most four bytes
        return
    size = sum(
        _bytes(field, value, resource.kind)
        for field in _FIELDS[resource.kind]
        for value in mapping(resource.manifest, field).values()
        if isinstance(value, str)
    )
    if size > MOST_BYTES:
        yield reporter.finding(
            resource,
            (_FIELDS[resource.kind][0],),
            f"has {size} bytes in all, at most {MOST_BYTES} are allowed",
            label="too long in all",
            remedy="put large files into an image or a volume",
        )


def _bytes(field: str, value: str, kind: str) -> int:
    if field == "binaryData" or (field == "data" and kind == "Secret"):
        return len(value) * 3 // 4  # base64 has four characters for three bytes
    return len(value.encode("utf-8", "surrogatepass"))


_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  {{ .Values.file | quote }}: "on"
"""

RULE = Rule(
    SLUG,
    "a ConfigMap or a Secret has a key that Kubernetes refuses, or is too large",
    check_resources=check_resources,
    rationale="Keys become names of files, so a key has no '/'. The API server refuses others, "
    "and what is over 1 MiB.",
    scope=Scope.RESOURCE,
    bad=f"{PLAIN}file: conf/app.yaml\n",
    good=f"{PLAIN}file: app.yaml\n",
    files=example_chart(_TEMPLATE),
)
