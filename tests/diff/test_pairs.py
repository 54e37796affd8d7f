"""Renames are seen as renames: of objects, of Applications, of leaves."""

import copy
from pathlib import Path

import pytest
import yaml

from catalogc.diff.compare import compare
from catalogc.diff.fields import ABSENT
from catalogc.diff.resource_pairs import pair_resources
from catalogc.diff.result import EffectKind, Pairing
from catalogc.model.leaf import LeafId
from catalogc.model.source import Location
from diff.sides import merged, rendered, resource, side, written

OBJECTS = yaml.safe_load((Path(__file__).parent / "cases" / "objects.yaml").read_text("utf-8"))
SHOP = ("dev", "web", "shop")
WEB = [OBJECTS[name] for name in ("deployment", "service", "route", "claim")]


def named(manifest, name, **change):
    return merged(merged(manifest, {"metadata": {"name": name}}), change)


def app(*items, **settings):
    return rendered(list(items), **settings)


def outline(found):
    """Pairing, headline and Application's own effects of each Application that differs."""
    return [
        (item.pairing.value, written(item.headline), [written(effect) for effect in item.effects])
        for item in found.applications
    ]


SETTINGS = OBJECTS["settings"]
PAIRS = {
    "same": ([SETTINGS], [SETTINGS], ["settings same settings"]),
    "another kind": ([SETTINGS], [OBJECTS["secret"]], ["settings removed -", "- added keys"]),
    "a content hash, though all is new": (
        [named(SETTINGS, "settings-5fk2m8gt9c", data={"a": "1", "mode": None, "level": None})],
        [named(SETTINGS, "settings-9bh4dm2kfc", data={"b": "2", "mode": None, "level": None})],
        ["settings-5fk2m8gt9c content-hash settings-9bh4dm2kfc"],
    ),
    "a part of a sha256": (
        [named(SETTINGS, "settings-deadbee1", data={"a": "1"})],
        [named(SETTINGS, "settings-0f1e2d3c", data={"b": "2"})],
        ["settings-deadbee1 content-hash settings-0f1e2d3c"],
    ),
    "a word is no hash": (
        [named(SETTINGS, "settings-facade", data={"a": "1", "mode": None, "level": None})],
        [named(SETTINGS, "settings-decade", data={"b": "2", "mode": None, "level": None})],
        ["settings-facade removed -", "- added settings-decade"],
    ),
    "alike": (
        [OBJECTS["deployment"]],
        [named(OBJECTS["deployment"], "web", spec={"replicas": 3})],
        ["app renamed web"],
    ),
    "not alike": (
        [OBJECTS["deployment"]],
        [named(OBJECTS["gpu-deployment"], "other")],
        ["app removed -", "- added other"],
    ),
    "the likest": (
        [named(SETTINGS, "a"), named(SETTINGS, "b", data={"mode": "slow"})],
        [named(SETTINGS, "c", data={"mode": "slow"}), named(SETTINGS, "d")],
        ["a renamed d", "b renamed c"],
    ),
    "another namespace": (
        [SETTINGS],
        [merged(SETTINGS, {"metadata": {"namespace": "other"}})],
        ["settings moved settings"],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), PAIRS.values(), ids=PAIRS)
def test_resources(before, after, expected):
    pairs = pair_resources(map(resource, before), map(resource, after))
    found = [
        f"{pair.before.name if pair.before else '-'} {pair.pairing.value} "
        f"{pair.after.name if pair.after else '-'}"
        for pair in pairs
    ]
    assert found == expected


def test_many_that_are_not_alike_are_left_alone():
    before = [
        resource(named(SETTINGS, f"a{number}", data={"k": str(number)})) for number in range(120)
    ]
    after = [
        resource(named(SETTINGS, f"b{number}", data={"q": str(number)})) for number in range(120)
    ]
    pairings = {pair.pairing for pair in pair_resources(before, after)}
    assert pairings == {Pairing.REMOVED, Pairing.ADDED}


def test_nothing_changes():
    found = compare(side(app(*WEB)), side(app(*copy.deepcopy(WEB))))
    assert (found.applications, found.unchanged, found.deletions, found.gpus) == ((), 1, (), ())


def test_a_leaf_in_another_file_changes_nothing_on_the_cluster():
    moved = app(*WEB, path="catalog/elsewhere/shop.yaml")
    found = compare(side(app(*WEB)), side(moved))
    assert outline(found) == [("same", "no-op", [])]
    (item,) = found.applications
    assert item.leaves == ("catalog/web/shop/dev.yaml", "catalog/elsewhere/shop.yaml")
    assert "the leaf is in another file" in item.headline.message
    assert found.deletions == ()


def test_a_new_application():
    found = compare(side(), side(app(OBJECTS["service"])))
    assert outline(found) == [("added", "create", ["create"])]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ("removed", "data-loss", ["delete"])),
        ({"prune": False}, ("removed", "left-behind", ["left-behind"])),
        ({"automated": False}, ("removed", "left-behind", ["left-behind"])),
        ({"finalizer": ""}, ("removed", "left-behind", ["left-behind"])),
    ],
)
def test_a_removed_application(settings, expected):
    other = app(identity=("dev", "web", "other"), **settings)
    found = compare(side(app(OBJECTS["claim"], **settings), other), side(other))
    assert outline(found) == [expected]
    assert found.deletions == ("Application shop-dev (web/shop (dev))",)


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({}, "data-loss"),
        ({"helm.sh/resource-policy": "keep"}, "left-behind"),
        ({"argocd.argoproj.io/sync-options": "Delete=false"}, "left-behind"),
        ({"argocd.argoproj.io/sync-options": "Delete=confirm"}, "data-loss?"),
        ({"argocd.argoproj.io/sync-options": "Prune=false"}, "data-loss"),
    ],
)
def test_what_a_removed_application_takes_along(annotations, expected):
    claim = merged(OBJECTS["claim"], {"metadata": {"annotations": annotations}})
    other = app(identity=("dev", "web", "other"))
    found = compare(side(app(claim), other), side(other))
    (item,) = found.applications[0].resources
    assert written(item.headline) == expected


def test_a_renamed_service_is_a_new_application_beside_an_old_one():
    new = [named(item, f"{item['metadata']['name']}-new") for item in WEB]
    path = "catalog/web/shop/dev.yaml"
    found = compare(side(app(*WEB)), side(app(*new, identity=("dev", "web", "store"), path=path)))
    assert outline(found) == [("renamed", "data-loss", ["delete", "create"])]
    (item,) = found.applications
    assert item.names == ("shop-dev", "store-dev")
    assert {resource.pairing for resource in item.resources} == {Pairing.RENAMED}
    assert found.deletions == ("Application shop-dev (web/shop (dev))",)
    assert "renamed to store-dev" in item.effects[0].message


def test_a_renamed_service_in_a_new_file_is_found_by_its_objects():
    new = [named(item, f"{item['metadata']['name']}-new") for item in WEB]
    found = compare(side(app(*WEB)), side(app(*new, identity=("dev", "web", "store"))))
    assert [item.pairing for item in found.applications] == [Pairing.RENAMED]


def test_objects_that_keep_their_names_are_handed_over():
    store = app(*WEB, identity=("dev", "web", "store"), path="catalog/web/shop/dev.yaml")
    found = compare(side(app(*WEB)), side(store))
    (item,) = found.applications
    assert item.unchanged == 0
    headlines = {resource.key.kind: written(resource.headline) for resource in item.resources}
    assert headlines["PersistentVolumeClaim"] == "data-loss?"
    assert headlines["Service"] == "downtime?"


def test_another_service_catalog_keeps_the_application():
    found = compare(side(app(*WEB)), side(app(*WEB, identity=("dev", "ml", "shop"))))
    assert outline(found) == [("renamed", "in-place", ["in-place"])]
    (item,) = found.applications
    assert item.names == ("shop-dev", "shop-dev")
    assert found.deletions == ()


def test_a_moved_environment():
    uat = app(*WEB, identity=("uat", "web", "shop"), destination="other")
    found = compare(side(app(*WEB)), side(uat))
    (item,) = found.applications
    assert (item.pairing, item.before) == (Pairing.MOVED, LeafId(*SHOP))
    assert {resource.pairing for resource in item.resources} == {Pairing.MOVED}
    assert found.deletions == ("Application shop-dev (web/shop (dev))",)


def test_a_new_destination_is_told_and_not_known():
    found = compare(side(app(*WEB)), side(app(*WEB, destination="other")))
    (item,) = found.applications
    kinds = {effect.kind for resource in item.resources for effect in resource.effects}
    assert EffectKind.UNKNOWN in kinds


def test_a_content_hash_restarts_pods_and_is_no_deletion():
    def pod_of(name):
        reference = [{"configMapRef": {"name": name}}]
        patch = {"containers[0]": {"envFrom": reference}}
        return merged(OBJECTS["deployment"], {"spec": {"template": {"spec": patch}}})

    hashed = OBJECTS["hashed-settings"]
    new = named(hashed, "settings-9bh4dm2kfc", data={"mode": "slow"})
    before = app(pod_of("settings-5fk2m8gt9c"), hashed)
    after = app(pod_of("settings-9bh4dm2kfc"), new)
    (item,) = compare(side(before), side(after)).applications
    effects = {resource.key.kind: [*map(written, resource.effects)] for resource in item.resources}
    assert effects == {"Deployment": ["rollout-restart"], "ConfigMap": ["in-place"]}


def test_objects_with_data_are_acknowledged_one_by_one():
    found = compare(side(app(*WEB)), side(app(*WEB[:3])))
    assert found.deletions == ("PersistentVolumeClaim cache of web/shop (dev)",)


def test_what_one_side_could_not_render_is_not_called_removed():
    broken = app(identity=("dev", "web", "broken"))
    found = compare(side(app(*WEB), broken), side(app(*WEB), undecided=[broken]))
    assert found.undecided == (LeafId("dev", "web", "broken"),)
    assert (found.applications, found.deletions) == ((), ())


def test_argo_cd_renders_third_party_charts():
    chart = {
        "repository": "https://charts.example.com",
        "name": "operator",
        "digest": "sha256:" + "0" * 64,
    }
    before, after = (
        rendered([], third_party=True, values={"chart": {**chart, "version": version}})
        for version in ("1.0.0", "1.1.0")
    )
    found = compare(side(before), side(after))
    assert outline(found) == [("same", "unknown?", [])]
    assert "what spec.source.targetRevision changes" in found.applications[0].headline.message


def test_the_origin_of_a_change_is_asked_for():
    asked = []

    def origin(release, resource, path):
        asked.append((release.release.id.service_name, resource.kind, path))
        return Location.whole_file("leaf.yaml")

    new = merged(OBJECTS["deployment"], {"spec": {"replicas": 5}})
    found = compare(side(app(OBJECTS["deployment"])), side(app(new)), origin)
    (change,) = found.applications[0].resources[0].changes
    assert asked == [("shop", "Deployment", ("spec", "replicas"))]
    assert change.origin.file.path == "leaf.yaml"
    assert change.before is not ABSENT


def test_the_order_of_inputs_changes_nothing():
    items = [app(*WEB, identity=("dev", "web", name)) for name in ("a", "b", "c")]
    new = [app(identity=("dev", "web", name)) for name in ("a", "b", "c")]
    assert compare(side(*items), side(*new)) == compare(side(*items[::-1]), side(*new[::-1]))


def test_facts():
    patch = {"containers[0]": {"image": "x:2", "resources": {"requests": {"memory": "1536Mi"}}}}
    after = merged(OBJECTS["deployment"], {"spec": {"replicas": 3, "template": {"spec": patch}}})
    (item,) = compare(side(app(OBJECTS["deployment"])), side(app(after))).applications
    assert [(fact.name, fact.before, fact.after) for fact in item.facts] == [
        ("image of Deployment/app app", "ghcr.io/acme/app:1", "x:2"),
        ("replicas of Deployment/app", "2", "3"),
        ("cpu requested", "1", "1500m"),
        ("memory requested", "2Gi", "4.5Gi"),
    ]


def test_what_follows_a_rename_is_not_told_again():
    def service(name):
        account = named(OBJECTS["account"], name)
        pod = {"serviceAccountName": name, "containers[0]": {"image": f"registry/{name}:1"}}
        return account, named(OBJECTS["deployment"], name, spec={"template": {"spec": pod}})

    before = app(*service("shop"), path="leaf.yaml")
    after = app(*service("store"), identity=("dev", "web", "store"), path="leaf.yaml")
    (item,) = compare(side(before), side(after)).applications
    deployment = next(found for found in item.resources if found.key.kind == "Deployment")
    assert deployment.told == ()
    assert [change.noise.value for change in deployment.changes] == ["rename"] * 3
    assert [written(effect) for effect in deployment.effects] == ["delete", "create"]


def test_a_sure_effect_comes_before_a_worse_one_that_is_not():
    after = merged(OBJECTS["claim"], {"spec": {"resources": {"requests": {"storage": "1Gi"}}}})
    (item,) = compare(side(app(OBJECTS["claim"])), side(app(after))).applications
    assert [written(effect) for effect in item.all_effects] == ["rejected", "data-loss?"]


def test_references_without_keys_are_paired_by_position():
    rules = [{"backendRefs": [{"name": "web", "port": 80}]}]
    after = merged(OBJECTS["route"], {"spec": {"rules": rules}})
    before = merged(
        OBJECTS["route"], {"spec": {"rules": [{"backendRefs": [{"name": "app", "port": 80}]}]}}
    )
    (item,) = compare(side(app(before)), side(app(after))).applications
    (change,) = item.resources[0].changes
    assert change.at == ("spec", "rules", 0, "backendRefs", 0, "name")
    assert (change.before, change.after) == ("app", "web")
