import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.render.archive import build_archive

FILES = {
    "values.yaml": b"a: 1\n",
    "Chart.yaml": b"name: demo\n",
    "values.schema.json": b"{}",
    "templates/NOTES.txt": b"notes",
    "templates/config.yaml": b"kind: ConfigMap\n",
    "templates/more/NOTES.txt": b"more notes",
    "files/NOTES.txt": b"a file that templates may read",
    "files/values.schema.json": b"{}",
    "charts/common/Chart.yaml": b"name: common\n",
    "charts/common/values.schema.json": b"{}",
    "charts/common/charts/deep/values.schema.json": b"{}",
    "charts/common/templates/NOTES.txt": b"",
}
SCHEMAS = {
    "values.schema.json",
    "charts/common/values.schema.json",
    "charts/common/charts/deep/values.schema.json",
}
NOTES = {"templates/NOTES.txt", "templates/more/NOTES.txt", "charts/common/templates/NOTES.txt"}


def unpack(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


@pytest.mark.parametrize(
    ("options", "left_out"),
    [
        ({}, set()),
        ({"keep_schema": False}, SCHEMAS),
        ({"keep_notes": False}, NOTES),
        ({"keep_schema": False, "keep_notes": False}, SCHEMAS | NOTES),
    ],
)
def test_members(options, left_out):
    members = unpack(build_archive("demo", FILES, **options))
    kept = {f"demo/{path}": text for path, text in FILES.items() if path not in left_out}
    assert members == kept
    assert list(members) == sorted(kept)


def test_same_bytes_whatever_the_order_of_the_files():
    assert build_archive("demo", FILES) == build_archive("demo", dict(reversed(FILES.items())))


def test_nothing_of_the_machine_is_in_it():
    archive = build_archive("demo", FILES)
    assert archive[:8] == b"\x1f\x8b\x08" + bytes(5)  # no name, no time in the gzip header
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        facts = {(m.mode, m.uid, m.gid, m.uname, m.gname, m.mtime, m.type) for m in tar}
    assert facts == {(0o644, 0, 0, "", "", 0, tarfile.REGTYPE)}


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("x" * 101, "is too long for a chart archive"),
        ("d" * 160 + "/x", "is too long for a chart archive"),
        ("templates/../../escape.yaml", "leaves the chart's folder"),
    ],
)
def test_refused_paths(path, problem):
    with pytest.raises(ValueError, match=problem):
        build_archive("demo", {path: b""})


names = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=12)
paths = st.lists(names.filter(lambda name: name not in (".", "..")), min_size=1, max_size=8)


@given(st.dictionaries(paths.map("/".join), st.binary(max_size=1500), max_size=6))
def test_every_file_comes_back(files):
    fits = {path: text for path, text in files.items() if len(f"demo/{path}".encode()) <= 100}
    assert unpack(build_archive("demo", fits)) == {f"demo/{p}": text for p, text in fits.items()}


def test_a_path_up_to_the_limit_of_the_format():
    path = "/".join(["d" * 75, "e" * 74, "n" * 99])
    assert list(unpack(build_archive("demo", {path: b"x"}))) == [f"demo/{path}"]
