"""Stored origins are those that were found, or none."""

from dataclasses import replace

import pytest

from catalogc.model.values import Values
from catalogc.origin.cache import OriginCache
from catalogc.origin.find import find_origins
from catalogc.origin.variants import changed_values
from origin.samples import rendered
from scripts.origin_accuracy import KUBERNETES


@pytest.fixture(scope="module")
def item(renderer):
    return rendered(renderer, "ml-inference-load", "minimal")


@pytest.fixture(scope="module")
def origins(item, renderer):
    return find_origins(item, renderer, KUBERNETES)


@pytest.fixture
def cache(tmp_path, item, origins):
    cache = OriginCache(tmp_path / "origin")
    cache.write(item, KUBERNETES, "helm 4", origins)
    return cache


def test_what_was_stored_is_read(cache, item, origins):
    stored = cache.read(item, KUBERNETES, "helm 4")
    assert stored.fields == origins.fields
    assert {key: list(changes) for key, changes in stored.reach.items()} == {
        key: list(changes) for key, changes in origins.reach.items()
    }


@pytest.mark.parametrize(("version", "engine"), [("1.33", "helm 4"), (KUBERNETES, "helm 5")])
def test_other_versions_find_nothing(cache, item, version, engine):
    assert cache.read(item, version, engine) is None


def test_other_values_find_nothing(cache, renderer):
    other = rendered(renderer, "ml-inference-load", "multi-gpu")
    assert cache.read(other, KUBERNETES, "helm 4") is None


def with_chart(item, **changes):
    release = item.release
    adapter = replace(release.adapter, chart=replace(release.adapter.chart, **changes))
    return replace(item, release=replace(release, adapter=adapter))


def with_value(item, path, value):
    effective = item.release.effective
    data = changed_values(item.release, {path: value})
    merged = Values({**effective.data, **data}, effective.origins)
    return replace(item, release=replace(item.release, effective=merged))


# what of a release is another one
OTHERS = {
    "the chart": lambda item: with_chart(item, digest="0" * 64),
    "a value": lambda item: with_value(item, ("container", "replicas"), 7),
    "one more value": lambda item: with_value(item, ("podAnnotations",), {"a": "b"}),
    "a rendered object": lambda item: replace(
        item, resources=(replace(item.resources[0], text="a: b\n"), *item.resources[1:])
    ),
    "one object less": lambda item: replace(item, resources=item.resources[1:]),
    "what marks alone tell": None,
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_another_release_finds_nothing(cache, item, change):
    other = change(item) if change else item
    assert cache.read(other, KUBERNETES, "helm 4", marks_only=change is None) is None


def test_the_same_chart_in_another_folder_finds_its_origins(cache, item):
    moved = with_chart(item, path="elsewhere/charts/ml")
    assert cache.read(moved, KUBERNETES, "helm 4") is not None  # a path is no content


SPOILT = {
    "cut": lambda content: content[:-10],
    "empty": lambda _: b"",
    "changed": lambda content: content.replace(b"serviceName", b"serviceMane"),
    "not text": lambda _: b"\xff\xfe\n{}",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_spoilt_files_find_nothing(cache, item, spoil):
    (path,) = cache.folder.iterdir()
    path.write_bytes(spoil(path.read_bytes()))
    assert cache.read(item, KUBERNETES, "helm 4") is None


# environment -> folder
FOLDERS = [
    ({"HOME": "/home/user"}, "/home/user/.cache/catalogc/origin"),
    ({"HOME": "/home/user", "XDG_CACHE_HOME": "/var/cache/x"}, "/var/cache/x/catalogc/origin"),
    ({"HOME": "/home/user", "CATALOGC_CACHE": "off"}, None),
    ({"XDG_CACHE_HOME": "relative"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("environment", "folder"), FOLDERS)
def test_folder(environment, folder):
    found = OriginCache.of(environment).folder
    assert (found and str(found)) == folder


def test_a_folder_that_cannot_be_written_is_no_problem(tmp_path, item, origins):
    (tmp_path / "file").write_text("in the way")
    cache = OriginCache(tmp_path / "file" / "origin")
    cache.write(item, KUBERNETES, "helm 4", origins)
    assert cache.read(item, KUBERNETES, "helm 4") is None
