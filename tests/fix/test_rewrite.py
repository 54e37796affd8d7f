"""Files written over: atomically, with their mode, and never over someone else's change."""

import hashlib
import os
import stat

import pytest

from catalogc.files import Repository
from catalogc.fix import rewrite as module
from catalogc.fix.rewrite import RewriteError, rewrite
from catalogc.fix.splice import Rewritten
from catalogc.model.source import SourceFile

CHANGED = "it was changed by someone else meanwhile"


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "root/sub").mkdir(parents=True)
    return Repository(tmp_path / "root")


def put(repository, path, content=b"old\n"):
    (repository.root / path).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    text = content.decode("utf-8-sig")
    return {path: digest}, Rewritten(SourceFile(path, text), text.replace("old", "new"))


def names(folder):
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    ("content", "after"),
    [
        (b"old\n", b"new\n"),
        (b"\xef\xbb\xbfold\r\n", b"\xef\xbb\xbfnew\r\n"),
        ("\u00e9 old".encode(), "\u00e9 new".encode()),
    ],
)
def test_bytes(repository, content, after):
    digests, item = put(repository, "sub/leaf.yaml", content)
    assert rewrite(repository, digests, [item]) == ("sub/leaf.yaml",)
    assert (repository.root / "sub/leaf.yaml").read_bytes() == after
    assert names(repository.root / "sub") == ["leaf.yaml"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_mode_is_kept(repository, mode):
    digests, item = put(repository, "sub/leaf.yaml")
    (repository.root / "sub/leaf.yaml").chmod(mode)
    rewrite(repository, digests, [item])
    assert stat.S_IMODE((repository.root / "sub/leaf.yaml").stat().st_mode) == mode


def test_a_file_that_changed_stays(repository):
    first, one = put(repository, "a.yaml")
    second, two = put(repository, "b.yaml")
    (repository.root / "b.yaml").write_bytes(b"theirs\n")
    with pytest.raises(RewriteError) as caught:
        rewrite(repository, first | second, [one, two])
    assert (caught.value.path, caught.value.reason) == ("b.yaml", CHANGED)
    assert caught.value.written == ("a.yaml",)
    assert (repository.root / "a.yaml").read_bytes() == b"new\n"
    assert (repository.root / "b.yaml").read_bytes() == b"theirs\n"


def test_a_change_while_it_is_written_stays(repository, monkeypatch):
    digests, item = put(repository, "sub/leaf.yaml")
    path = repository.root / "sub/leaf.yaml"
    monkeypatch.setattr(module.os, "fsync", lambda _: path.write_bytes(b"theirs\n"))
    with pytest.raises(RewriteError, match=CHANGED):
        rewrite(repository, digests, [item])
    assert path.read_bytes() == b"theirs\n"
    assert names(path.parent) == ["leaf.yaml"]


def test_a_text_that_is_not_the_files_is_refused(repository):
    digests, _ = put(repository, "a.yaml")
    other = Rewritten(SourceFile("a.yaml", "other\n"), "new\n")
    with pytest.raises(RewriteError, match=CHANGED):
        rewrite(repository, digests, [other])
    with pytest.raises(RewriteError, match=CHANGED):
        rewrite(repository, {}, [other])


def link_file(root, outside):
    (root / "sub/leaf.yaml").unlink()
    (root / "sub/leaf.yaml").symlink_to(outside / "leaf.yaml")


def link_folder(root, outside):
    (root / "sub/leaf.yaml").unlink()
    (root / "sub").rmdir()
    (root / "sub").symlink_to(outside)


@pytest.mark.parametrize(
    ("link", "reason"),
    [(link_file, "symbolic links are not followed"), (link_folder, "sub is a symbolic link")],
)
def test_links_are_not_followed(repository, tmp_path, link, reason):
    digests, item = put(repository, "sub/leaf.yaml")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "leaf.yaml").write_bytes(b"old\n")
    link(repository.root, outside)
    with pytest.raises(RewriteError) as caught:
        rewrite(repository, digests, [item])
    assert caught.value.reason == reason
    assert (outside / "leaf.yaml").read_bytes() == b"old\n"


def test_a_folder_that_becomes_a_link_meanwhile_is_not_followed(repository, tmp_path, monkeypatch):
    digests, item = put(repository, "sub/leaf.yaml")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "leaf.yaml").write_bytes(b"old\n")
    real = module._replace

    def swap(*arguments):
        link_folder(repository.root, outside)
        real(*arguments)

    monkeypatch.setattr(module, "_replace", swap)
    with pytest.raises(RewriteError):
        rewrite(repository, digests, [item])
    assert (outside / "leaf.yaml").read_bytes() == b"old\n"
    assert names(outside) == ["leaf.yaml"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../leaf.yaml", "it leaves the repository"),
        ("/etc/hostname", "it is not a relative path"),
        ("gone.yaml", "there is no such file"),
        ("sub", "it is not a regular file"),
    ],
)
def test_other_places_are_refused(repository, path, reason):
    with pytest.raises(RewriteError) as caught:
        rewrite(repository, {}, [Rewritten(SourceFile(path, "old"), "new")])
    assert caught.value.reason == reason
    assert caught.value.written == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission(repository):
    digests, item = put(repository, "sub/leaf.yaml")
    (repository.root / "sub").chmod(0o500)
    with pytest.raises(RewriteError, match="permission denied"):
        rewrite(repository, digests, [item])
    (repository.root / "sub").chmod(0o700)
