"""Files are placed all together, and replace nothing."""

import os

import pytest

from catalogc.scaffold.placing import in_the_way, present, publish, staged, write_all
from catalogc.scaffold.repository import missing_from
from cli.run import tree

FILES = {"catalogc.yaml": b"c", "a/b/one.yaml": b"1", "a/two.yaml": b"2", "zebra": b"z"}


def place(folder, files=FILES):
    with staged(folder) as draft:
        write_all(draft, files)
        publish(draft, list(files), folder)


@pytest.mark.parametrize("exists", [False, True])
def test_all_files(tmp_path, exists):
    folder = tmp_path / "new/catalog" if not exists else tmp_path
    place(folder)
    assert tree(folder) == dict(sorted(FILES.items()))
    assert present(folder) == {*FILES, "a", "a/b"}


def test_the_configuration_comes_last(tmp_path, monkeypatch):
    placed = []
    real = os.link
    monkeypatch.setattr(os, "link", lambda *a, **k: (placed.append(a[1].name), real(*a, **k)))
    place(tmp_path)
    assert placed == ["one.yaml", "two.yaml", "zebra", "catalogc.yaml"]


def test_a_file_system_without_hard_links(tmp_path, monkeypatch):
    def refuse(*_arguments, **_options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    place(tmp_path)
    assert tree(tmp_path) == dict(sorted(FILES.items()))
    with pytest.raises(FileExistsError):
        place(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_left_of_a_failure(tmp_path, name):
    """Somebody makes one of the files meanwhile."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"mine")
    before = tree(tmp_path)
    with pytest.raises(FileExistsError):
        place(tmp_path)
    assert tree(tmp_path) == before == {name: b"mine"}
    assert present(tmp_path) == {name, *(p for p in ("a", "a/b") if name.startswith(f"{p}/"))}


def test_no_link_is_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog/a").symlink_to("../elsewhere")
    with pytest.raises(FileExistsError):
        place(tmp_path / "catalog")
    assert tree(tmp_path / "elsewhere") == {}
    assert sorted(path.name for path in (tmp_path / "catalog").iterdir()) == ["a"]


def test_what_is_in_the_way(tmp_path):
    assert in_the_way(tmp_path / "missing") == []
    (tmp_path / ".git").mkdir()
    assert in_the_way(tmp_path) == []
    (tmp_path / "README.md").touch()
    assert in_the_way(tmp_path) == ["README.md"]


LEAF, ONE, OTHER = "catalog/x/dev.yaml", "charts/a/t/one", "charts/b/x"
OFFERED = dict.fromkeys(("README.md", "catalogc.yaml", LEAF, ONE, OTHER), b"")
MISSING = [
    ([], list(OFFERED)),
    (["README.md"], ["catalogc.yaml", LEAF, ONE, OTHER]),
    (["charts", "charts/a", "charts/a/t"], ["README.md", "catalogc.yaml", LEAF, OTHER]),
    (["catalogc.yaml"], ["README.md", ONE, OTHER]),
]  # fmt: skip


@pytest.mark.parametrize(("there", "added"), MISSING)
def test_what_is_missing(there, added):
    assert list(missing_from(OFFERED, frozenset(there))) == added
