"""Leaves of the next environment: what is carried over, rewritten, folded in, kept."""

import pytest

from catalogc.fix.change import ABSENT
from catalogc.pipeline import compile_catalog
from catalogc.scaffold.carrying import is_version, updated_leaf
from catalogc.scaffold.promotion import new_leaf, target_path, values
from catalogc.scaffold.renaming import Renaming
from repository import make_repository, write, written
from tools import ROOT

HEAD = """\
# A shop.
workloadType: BASIC_CONTAINER_LOAD
serviceName: shop
serviceCatalog: web
environment: dev # where
"""
BODY = """\
container:
  # tested in May
  image: {repository: acme/shop, tag: "1.2"}
  port: 80
"""
LEAF = HEAD + BODY
DEV = "catalog/web/shop/dev.yaml"
PROD = "catalog/web/shop/prod.yaml"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("repository"))


def promote(root, files, to="prod", path=DEV, also=()):
    with written(root, files):
        catalog = compile_catalog(root, prepare=None, select=lambda _: False).catalog
        by_path = {item.leaf.document.file.path: item for item in catalog.releases}
        source = by_path[path]
        renaming = Renaming.learn(source.id.environment, to, catalog.releases, catalog.config)
        target = target_path(source, to, catalog.config.paths.leaves)
        if target in by_path:
            return updated_leaf(source, by_path[target], renaming, also)
        return new_leaf(source, target, renaming, catalog)


def rows(changes):
    return [(".".join(map(str, item.path)), item.before, item.after) for item in changes]


def test_a_new_leaf_keeps_comments_and_order(root):
    made = promote(root, {DEV: LEAF})
    assert (made.path, made.before) == (PROD, None)
    assert made.text == LEAF.replace("environment: dev", "environment: prod")
    assert rows(made.changes) == [("environment", "dev", "prod")]
    assert (made.defaults, made.kept, made.notes) == ([], [], [])


PATHS = {
    "file": ("catalog/web/shop/dev.yaml", "catalog/web/shop/prod.yaml"),
    "long suffix": ("catalog/web/shop/dev.yml", "catalog/web/shop/prod.yml"),
    "folder": ("catalog/dev/web/shop.yaml", "catalog/prod/web/shop.yaml"),
    "neither": ("catalog/shop.yaml", "catalog/web/shop/prod.yaml"),
    "part of a name": ("catalog/devices/shop.yaml", "catalog/web/shop/prod.yaml"),
}


@pytest.mark.parametrize(("path", "expected"), PATHS.values(), ids=PATHS)
def test_place(root, path, expected):
    assert promote(root, {path: LEAF}, path=path).path == expected


def test_values_that_name_the_environment(root):
    text = LEAF + "ingress:\n  enabled: true\n  host: 'shop.dev.example.com' # public\n"
    made = promote(root, {DEV: text})
    assert "  host: 'shop.prod.example.com' # public\n" in made.text
    assert rows(made.changes)[1:] == [
        ("ingress.host", "shop.dev.example.com", "shop.prod.example.com")
    ]
    assert made.changes[1].reason == "host of the environment"


def test_how_others_name_hosts_is_learnt(root):
    """Production of others has no name of the environment in its hosts."""
    host = "ingress: {{enabled: true, host: {0}}}\n"
    other = LEAF.replace("shop", "cart")
    files = {
        DEV: LEAF + host.format("shop.dev.example.com"),
        "catalog/web/cart/dev.yaml": other + host.format("cart.dev.example.com"),
        "catalog/web/cart/prod.yaml": other.replace("dev", "prod")
        + host.format("cart.example.com"),
    }
    assert "host: shop.example.com}" in promote(root, files).text


def test_lines_that_still_name_the_environment_are_noted(root):
    text = LEAF + "  environment:\n    - {name: STAGE, value: dev}\n"
    made = promote(root, {DEV: text})
    made.note_mentions("dev")
    assert made.notes == ["line 11 still names dev: - {name: STAGE, value: dev}"]


def test_waivers_stay_behind(root):
    waiver = "# catalogc: ignore[image-tag] reason=only here"
    made = promote(root, {DEV: f"{waiver}\n{LEAF}  replicas: 1 {waiver}\n"})
    assert made.text == LEAF.replace("dev", "prod") + "  replicas: 1\n"
    assert made.notes == [
        f"left behind, line 1 of {DEV}: {waiver}",
        f"left behind, line 11 of {DEV}: {waiver}",
    ]


def test_text_that_looks_like_a_waiver_is_a_value(root):
    text = LEAF + "  args:\n    - |\n      # catalogc: ignore[image-tag] reason=x\n      run\n"
    made = promote(root, {DEV: text})
    assert made.text == text.replace("environment: dev", "environment: prod")


IN_FOLDERS = "catalog/dev/web/shop.yaml"
DEV_DEFAULTS = """\
environment: dev
serviceCatalog: web
container: {port: 80, replicas: 1, resources: {requests: {cpu: 50m}}}
nodeSelector: {pool: small}
ingress: {host: shop.dev.example.com}
"""
PROD_DEFAULTS = """\
environment: prod
container: {replicas: 3, resources: {limits: {memory: 1Gi}}}
"""
NAMED = "workloadType: BASIC_CONTAINER_LOAD\nserviceName: shop\n"
SHORT = NAMED + "container:\n  image: {repository: a, tag: b}\n"


def test_defaults_of_folders(root):
    """What only the source's defaults say is folded in; the target's own opinion wins."""
    files = {
        IN_FOLDERS: SHORT,
        "catalog/dev/_defaults.yaml": DEV_DEFAULTS,
        "catalog/prod/_defaults.yaml": PROD_DEFAULTS,
    }
    made = promote(root, files, path=IN_FOLDERS)
    assert made.text == SHORT + (
        "  port: 80\n  resources:\n    requests:\n      cpu: 50m\n"
        "environment: prod\nserviceCatalog: web\nnodeSelector:\n  pool: small\n"
        "ingress:\n  host: shop.prod.example.com\n"
    )
    assert rows(made.defaults) == [
        ("container.replicas", 1, 3),
        ("container.resources.limits.memory", ABSENT, "1Gi"),
    ]


def test_equal_defaults_are_not_repeated(root):
    files = {
        DEV: "workloadType: BASIC_CONTAINER_LOAD\nserviceName: shop\nenvironment: dev\n" + BODY
    }
    files["catalog/web/_defaults.yaml"] = "serviceCatalog: web\n"
    made = promote(root, files)
    assert made.text == files[DEV].replace("dev", "prod")
    assert made.defaults == []


TARGET = LEAF.replace("environment: dev # where", "environment: prod")
UPDATES = {
    "tag": ('tag: "1.2"', 'tag: "1.3"', 'tag: "1.1"', 'tag: "1.3"'),
    "digest appears": ('tag: "1.2"', "digest: sha256:ab", 'tag: "1.1"', "digest: sha256:ab"),
    "stale digest goes": ('tag: "1.2"', 'tag: "1.3"', "digest: sha256:ab", 'tag: "1.3"'),
    "repository": ("acme/shop", "acme/store", "acme/shop", "acme/store"),
    "other fields stay": ("port: 80", "port: 81", "port: 82", "port: 82"),
}


@pytest.mark.parametrize(("old", "source", "target", "result"), UPDATES.values(), ids=UPDATES)
def test_an_existing_leaf_gets_the_versions(root, old, source, target, result):
    files = {DEV: LEAF.replace(old, source), PROD: TARGET.replace(old, target)}
    made = promote(root, files)
    assert made.text == TARGET.replace(old, result)
    assert made.before == files[PROD]


def test_what_is_kept_is_told_and_can_be_carried(root):
    source = LEAF + "  replicas: 2\nhpa: {enabled: false}\n"
    files = {DEV: source, PROD: TARGET + "  replicas: 5\npdb: {enabled: true}\n"}
    made = promote(root, files)
    assert (made.text, made.changes) == (files[PROD], [])
    assert rows(made.kept) == [
        ("container.replicas", 5, 2),
        ("hpa.enabled", ABSENT, False),
        ("pdb.enabled", True, ABSENT),
    ]
    carried = promote(root, files, also=(("container", "replicas"), ("hpa",)))
    assert carried.text == files[PROD].replace("5", "2") + "hpa:\n  enabled: false\n"
    assert rows(carried.kept) == [("pdb.enabled", True, ABSENT)]


def test_differences_that_name_the_environment_are_none(root):
    host = "ingress: {{enabled: true, host: shop.{}.example.com}}\n"
    files = {DEV: LEAF + host.format("dev"), PROD: TARGET + host.format("prod")}
    made = promote(root, files)
    assert (made.changes, made.kept) == ([], [])


MODELS = """\
workloadType: MODEL_SERVING
serviceName: serving
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
ollamaInferenceService: {enabled: true, name: phi, modelTag: "phi:2.7b"}
inferenceService: {enabled: true, name: qwen, storageUri: "hf://a/b:1"}
"""
PLACES = ("catalog/ml-inference/serving/dev.yaml", "catalog/ml-inference/serving/prod.yaml")
OTHERS = {
    "the same model": ("phi:2.7b", "phi:2.8b", "", "", True),
    "a model of another name": ("name: phi, ", "name: qwen3, ", "2.7b", "2.8b", False),
    "a model that is not there": (', storageUri: "hf://a/b:1"', "", "", "", False),
}


@pytest.mark.parametrize(("old", "new", "more", "most", "carried"), OTHERS.values(), ids=OTHERS)
def test_only_versions_of_the_same_thing(root, old, new, more, most, carried):
    source = MODELS.replace(old, new).replace(more or old, most or new)
    target = MODELS.replace("environment: dev", "environment: prod")
    made = promote(root, dict(zip(PLACES, (source, target), strict=True)), path=PLACES[0])
    assert bool(made.changes) is carried
    assert bool(made.kept) is not carried
    assert (made.text == target) is not carried


def test_what_nobody_wrote_is_not_told():
    """A proxy's list of models, and what subcharts of a stack are given."""
    catalog = compile_catalog(ROOT, prepare=None, select=lambda _: False).catalog
    leaves = {release.id: release for release in catalog.releases}
    for name in [("platform", "infra"), ("ml-inference", "stack")]:
        source, target = (leaves[(environment, *name)] for environment in ("dev", "prod"))
        renaming = Renaming.learn("dev", "prod", catalog.releases, catalog.config)
        told = {item.path[-1] for item in updated_leaf(source, target, renaming, ()).kept}
        assert not told & {"model_list", "modelList", "environment", "serviceName"}


VERSIONS = {
    "container.image.tag": True,
    "metrics.image.repository": True,
    "initImage.tag": True,
    "model": True,
    "model.revision": True,
    "models": True,
    "chart.version": True,
    "inferenceService.storageUri": True,
    "container.replicas": False,
    "container.repository": False,
    "gpu.count": False,
    "ingress.host": False,
}


@pytest.mark.parametrize(("field", "expected"), VERSIONS.items())
def test_versions(field, expected):
    assert is_version(tuple(field.split("."))) is expected


def test_promotion_does_not_touch_the_disk(root):
    write(root, {DEV: LEAF})
    promote(root, {})
    assert not (root / PROD).exists()
    (root / DEV).unlink()


def test_every_leaf_of_the_sample_goes_to_a_new_environment():
    catalog = compile_catalog(ROOT, prepare=None, select=lambda _: False).catalog
    assert len(catalog.releases) > 30
    for release in catalog.releases:
        renaming = Renaming.learn(release.id.environment, "uat", catalog.releases, catalog.config)
        target = target_path(release, "uat", "catalog")
        made = new_leaf(release, target, renaming, catalog)
        source = release.leaf.document
        assert made.document.data == renaming.of_all(source.data)
        assert made.document.data["environment"] == "uat"
        assert made.text.count("#") == source.file.text.count("#")
        assert len(made.text.splitlines()) == len(source.file.text.splitlines())


def test_every_pair_of_the_sample_can_be_updated():
    """Carried versions are those of the source; nothing else changes."""
    catalog = compile_catalog(ROOT, prepare=None, select=lambda _: False).catalog
    leaves = {release.id: release for release in catalog.releases}
    pairs = [
        (source, leaves[("prod", *identity[1:])])
        for identity, source in leaves.items()
        if identity.environment == "dev" and ("prod", *identity[1:]) in leaves
    ]
    assert len(pairs) > 10
    for source, target in pairs:
        renaming = Renaming.learn("dev", "prod", catalog.releases, catalog.config)
        made = updated_leaf(source, target, renaming, ())
        changed = {change.path for change in made.changes}
        assert all(is_version(path) for path in changed)
        before = dict(values(target.leaf.document.data))
        after = dict(values(made.document.data))
        different = {path for path in before | after if before.get(path) != after.get(path)}
        assert different == changed
