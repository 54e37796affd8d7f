"""What a chart's author says with x-catalogc-message, in findings about a leaf."""

import pytest

from repository import lint, make_repository, write

HEAD = """\
workloadType: {type}
serviceName: shop
serviceCatalog: {catalog}
namespace: {namespace}
environment: dev
"""
IMAGE = "image: {repository: ghcr.io/acme/shop, tag: 1.4.2}"

# workloadType, text below the head, message of the one finding.
CASES = [
    (
        "BASIC_CONTAINER_LOAD",
        "container:\n  image: {repository: ghcr.io/acme/shop}\n",
        "container.image.tag is missing: an image needs a tag or a digest",
    ),
    (
        "BASIC_CONTAINER_LOAD",
        "container:\n  image: {repository: Shop, tag: 1.4.2}\n",
        ('container.image.repository is "Shop", expected an image name without tag and digest, '
        "such as ghcr.io/acme/checkout"),
    ),
    (
        "BASIC_CONTAINER_LOAD",
        f"hpa:\ncontainer:\n  {IMAGE}\n",
        "hpa is null, which takes the chart's default away, and the chart needs it",
    ),
    (
        "STATEFUL_CONTAINER_LOAD",
        (f"container:\n  {IMAGE}\nstorage:\n  volumes: [{{name: data, mountPath: /d, size: 1Gi}}]\n"
        "ingress: {enabled: true, host: shop.example.com}\n"),
        'container.protocol is "tcp", expected "http": a route carries http only',
    ),
    (
        "ML_INFERENCE_LOAD",
        ("model: {id: a/b, revision: 4e20de362430cd3b72f300e6b0f18e50e7166e08}\n"
        "vault: {hfTokenPath: /secret/shared/token}\n"
        "container:\n  environment: [{name: PORT, value: x}]\n"),
        ('container.environment[0].name is "PORT", expected letters, digits and underscores, and '
        "none of the names that the chart sets itself: "),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("words"))


@pytest.mark.parametrize(("kind", "text", "message"), CASES)
def test_words(root, kind, text, message):
    catalog, namespace = (
        ("ml-inference", "ml-workloads") if kind == "ML_INFERENCE_LOAD" else ("web", "web")
    )
    head = HEAD.format(type=kind, catalog=catalog, namespace=namespace)
    write(root, {"catalog/web/shop/dev.yaml": head + text})
    (finding,) = [item for item in lint(root) if item.severity == "error"]
    assert finding.message.startswith(message)


def test_a_null_is_refused_where_it_is_written(root):
    text = f"container:\n  port:\n  {IMAGE}\n  resources: {{limits: {{cpu: null}}}}\n"
    head = HEAD.format(type="BASIC_CONTAINER_LOAD", catalog="web", namespace="web")
    write(root, {"catalog/web/shop/dev.yaml": head + text})
    (finding,) = [item for item in lint(root) if item.severity == "error"]
    assert (finding.rule, finding.location.text, finding.field) == (
        "missing-field",
        "port",
        ("container", "port"),
    )
    assert finding.help == (
        "write what container.port should be, or remove the key to keep the chart's default"
    )
