"""The guarded layer: what of a repository is read, and what is refused."""

import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.files import MAX_BYTES, FileRefused, Repository


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "root"
    (root / "catalog/web/shop").mkdir(parents=True)
    (root / "catalog/web/shop/dev.yaml").write_text("a: 1\n")
    (root / "catalog/web/empty.yaml").write_bytes(b"")
    (root / "catalog/web/large.yaml").write_bytes(b"x" * (MAX_BYTES + 9))
    (root / "catalog/linked").symlink_to("web")
    (root / "catalog/web/link.yaml").symlink_to("shop/dev.yaml")
    os.mkfifo(root / "catalog/web/pipe.yaml")
    return root


@pytest.mark.parametrize("listed", ["", "catalog", "catalog/linked", "."])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("catalog/web/shop/dev.yaml", b"a: 1\n"),
        ("./catalog//web/../web/shop/dev.yaml", b"a: 1\n"),
        ("catalog/web/empty.yaml", b""),
        ("catalog/web/large.yaml", b"x" * (MAX_BYTES + 1)),
        ("catalog/linked/shop/dev.yaml", "symlink"),
        ("catalog/web/link.yaml", "symlink"),
        ("catalog/web/pipe.yaml", "unreadable-file"),
        ("catalog/web/shop", "unreadable-file"),
        ("catalog/web/gone.yaml", "missing-file"),
        ("catalog/gone/dev.yaml", "missing-file"),
        ("../r" + "oot/catalog/web/empty.yaml", "outside-root"),
        ("/etc/hostname", "outside-root"),
        ("catalog/\0", "outside-root"),
    ],
)
def test_read(root, path, expected, listed):
    repository = Repository(root)
    if listed:
        repository.list_files(listed)  # what it learns of folders refuses no less
    try:
        found = repository.read(path)
    except FileRefused as refusal:
        found = refusal.rule
    assert found == expected


def test_a_link_that_replaces_a_folder_before_it_is_listed_is_refused(root):
    repository = Repository(root)
    repository.read("catalog/web/empty.yaml")
    (root / "catalog/web/shop").rename(root / "elsewhere")
    (root / "catalog/web/shop").symlink_to(root / "elsewhere")
    repository.list_files("catalog")
    with pytest.raises(FileRefused, match="shop is a symbolic link"):
        repository.read("catalog/web/shop/dev.yaml")


@given(st.lists(st.sampled_from(["a", "b", ".", "..", "", "..."]), max_size=7).map("/".join))
def test_normal_paths_are_those_of_pathlib(path):
    parts = []
    for part in PurePosixPath(path).parts:
        if part == ".." and not parts:
            parts = None
            break
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    expected = None if parts is None or path.startswith("/") else "/".join(parts) or "."
    try:
        found = Repository(PurePosixPath("/")).normalise(path)
    except FileRefused:
        found = None
    assert found == expected
