"""One tree of two: what is read from which side."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.files import DiskTree, FileRefused, Repository
from catalogc.files.tree import Kind
from catalogc.git.changes import Changes, changes_between
from catalogc.git.runner import Git
from catalogc.git.trusted import Data, TrustedTree
from catalogc.model.configuration import Paths
from ci.changes import commit, git
from repository import write

PATHS = Paths()
NESTED = Paths(leaves="a", output="a/b/out", charts="a/b", policies="c", inventory="a/out/d")
ROOT_LEAVES = Paths(leaves=".", charts="charts")

OWNERS = [
    (PATHS, "catalog/web/one/dev.yaml", "data"),
    (PATHS, "catalog/_defaults.yaml", "data"),
    (PATHS, "rendered/dev/catalogc.json", "data"),
    (PATHS, "catalog/clusters/dev.yaml", "code"),
    (PATHS, "catalog/clusters-of-mine/dev.yaml", "data"),
    (PATHS, "catalogc.yaml", "code"),
    (PATHS, ".catalogc-baseline.json", "code"),
    (PATHS, "charts/web/values.yaml", "code"),
    (PATHS, ".cat/backstage/all.yaml", "code"),
    (PATHS, "schemas/crd.json", "code"),
    (PATHS, "README.md", "other"),
    (PATHS, "catalog-of-mine/one.yaml", "other"),
    (NESTED, "a/leaf.yaml", "data"),
    (NESTED, "a/b/Chart.yaml", "code"),
    (NESTED, "a/b/out/dev/catalogc.json", "data"),
    (NESTED, "a/out/d/dev.yaml", "code"),
    (ROOT_LEAVES, "web/one.yaml", "data"),
    (ROOT_LEAVES, "charts/web/values.yaml", "code"),
    (ROOT_LEAVES, "catalogc.yaml", "code"),
]


@pytest.mark.parametrize(("paths", "path", "owner"), OWNERS)
def test_what_a_path_is(paths, path, owner):
    data = Data(paths)
    assert (data.has(path), data.has_code(path)) == (owner == "data", owner == "code")


def two_sides(folder, base, head, paths=PATHS):
    for name, files in (("base", base), ("head", head)):
        (folder / name).mkdir()
        write(folder / name, dict.fromkeys(files, f"{name}\n"))
    trees = (DiskTree(folder / "base"), DiskTree(folder / "head"))
    return Repository(folder, tree=TrustedTree(*trees, Data(paths)))


BOTH = ("catalogc.yaml", "catalog/web/one.yaml", "catalog/clusters/dev.yaml", "policies/a.yaml")


@pytest.mark.parametrize(
    ("base", "head", "folder", "listed"),
    [
        (BOTH, BOTH, "catalog/web", {"catalog/web/one.yaml": "head"}),
        (BOTH, (), "catalog", {"catalog/clusters/dev.yaml": "base"}),
        (BOTH, ("catalog/clusters/mine.yaml",), "catalog", {"catalog/clusters/dev.yaml": "base"}),
        (BOTH, (*BOTH, "policies/weak.yaml"), "policies", {"policies/a.yaml": "base"}),
        (BOTH, ("catalog/new/a.yaml",), "catalog/new", {"catalog/new/a.yaml": "head"}),
        ((), BOTH, "policies", {}),
        (
            BOTH,
            BOTH,
            ".",
            {path: "head" if path == "catalog/web/one.yaml" else "base" for path in BOTH},
        ),
    ],
)  # fmt: skip
def test_what_is_listed(tmp_path, base, head, folder, listed):
    repository = two_sides(tmp_path, base, head)
    found = repository.list_files(folder).files
    assert {path: repository.read(path).decode().strip() for path in found} == listed


def test_a_link_of_the_head_is_judged_and_not_followed(tmp_path):
    repository = two_sides(tmp_path, BOTH, ())
    (tmp_path / "head/catalog").symlink_to(tmp_path / "base", target_is_directory=True)
    listing = repository.list_files(".")
    assert [refusal.rule for refusal in listing.refused] == ["symlink"]
    assert not [path for path in listing.files if path.startswith("catalog/")]
    with pytest.raises(FileRefused):
        repository.read("catalog/web/one.yaml")
    assert repository.read("catalog/clusters/dev.yaml") == b"base\n"


NAMES = ("catalog", "clusters", "web", "charts", "a.yaml", "catalogc.yaml")


@settings(max_examples=50)
@given(
    base=st.sets(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join), max_size=6
    ),
    head=st.sets(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join), max_size=6
    ),
)
def test_every_file_is_listed_once_from_its_owner(tmp_path_factory, base, head):
    def possible(files):
        """Drop what is a folder of another."""
        return {a for a in files if not any(b.startswith(f"{a}/") for b in files)}

    base, head = possible(base), possible(head)
    folder = tmp_path_factory.mktemp("sides")
    repository = two_sides(folder, base, head)
    data = Data(PATHS)
    expected = {path for path in base if not data.has(path)} | {
        path for path in head if data.has(path)
    }
    # A file of one side may stand where the other has a folder: then the owner's is there.
    expected = {
        path
        for path in expected
        if all(
            DiskTree(folder / ("head" if data.has(above) else "base")).kind(above)
            in (Kind.FOLDER, None)
            for above in itertools.accumulate(path.split("/")[:-1], "{}/{}".format)
        )
    }
    assert set(repository.list_files(".").files) == expected


DERIVED = "# Written by catalogc backstage. For Backstage alone: catalogc does not read it.\n"


def test_what_a_range_of_commits_changes(tmp_path):
    catalog = tmp_path / "below"
    write(catalog, {"catalogc.yaml": "a", ".cat/backstage/one.yaml": "a", "catalog/x.yaml": "a"})
    write(tmp_path, {"catalogc.yaml": "of another catalog", "CODEOWNERS": "* @a"})
    git(tmp_path, "init", "--quiet")
    before = commit(tmp_path)
    write(
        catalog,
        {
            "catalogc.yaml": "b",
            "charts/web/Chart.yaml": "b",
            ".cat/backstage/two.yaml": f"{DERIVED}b",
            ".cat/backstage/one.yaml": f"{DERIVED}was somebody's source",
            "catalog/x.yaml": "b",
            "rendered/dev/catalogc.json": "b",
            "README.md": "b",
        },
    )
    write(tmp_path, {"catalogc.yaml": "b", "CODEOWNERS": "* @b", ".github/workflows/a.yaml": "b"})
    after = commit(tmp_path)
    found = changes_between(Git.find(catalog), before, after, Data(PATHS))
    assert found == Changes(
        data=("below/catalog/x.yaml", "below/rendered/dev/catalogc.json"),
        code=(
            "below/.cat/backstage/one.yaml",
            "below/catalogc.yaml",
            "below/charts/web/Chart.yaml",
        ),
        gate=(".github/workflows/a.yaml", "CODEOWNERS"),
    )
