"""Packed charts below a chart: read like any other, and never more of them than Helm would."""

import gzip
import io
import tarfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogc.origin.chart_check import archives
from catalogc.origin.chart_check.archives import open_packed
from catalogc.origin.chart_check.check import check_chart
from catalogc.origin.chart_check.loading import load_subject
from catalogc.render.archive import build_archive
from chart_check.charts import write_chart

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: below}\ndata:\n"
METADATA = b"apiVersion: v2\nname: below\nversion: 1.0.0\n"
BELOW = {
    "Chart.yaml": METADATA,
    "values.yaml": b"size: 1\n",
    "values.schema.json": b'{"properties": {"size": {"type": "integer"}}}',
    "templates/b.yaml": f"{HEAD}  a: {{{{ .Values.size | quote }}}}\n".encode(),
}
PLAIN = {"values": {"below": {"size": 1, "colour": "x"}}, "template": "a: b"}


def chart(folder, case, packed):
    place = write_chart(folder, case)
    (place / "charts").mkdir()
    for name, content in packed.items():
        (place / "charts" / name).write_bytes(content)
    return place


def said(folder, renderer):
    loaded = load_subject(folder)
    found = [*loaded.findings, *check_chart(loaded.value, renderer)]
    return [f"{item.location.file.path}:{item.location.span.line} {item.message}" for item in found]


def test_a_dead_value_of_a_packed_chart(tmp_path, renderer):
    place = chart(tmp_path, PLAIN, {"below-1.0.0.tgz": build_archive("below", BELOW)})
    assert said(place, renderer) == ["shop/values.yaml:3 no template reads below.colour"]


def test_a_dead_value_of_a_packed_chart_in_a_packed_chart(tmp_path, renderer):
    middle = {
        "Chart.yaml": METADATA.replace(b"below", b"middle"),
        "charts/below-1.0.0.tgz": build_archive("below", BELOW),
    }
    case = {"values": {"middle": {"below": {"size": 1, "colour": "x"}}}, "template": "a: b"}
    place = chart(tmp_path, case, {"middle.tgz": build_archive("middle", middle)})
    assert said(place, renderer) == ["shop/values.yaml:4 no template reads middle.below.colour"]


def test_a_finding_in_a_packed_chart_names_the_archive(tmp_path, renderer):
    files = {**BELOW, "templates/b.yaml": f"{HEAD}  a: {{{{ div 1 0 }}}}\n".encode()}
    place = chart(tmp_path, PLAIN, {"below-1.0.0.tgz": build_archive("below", files)})
    [crash, *_] = said(place, renderer)
    assert crash.startswith("shop/charts/below-1.0.0.tgz/templates/b.yaml:5 ")


def test_a_folder_is_preferred_to_an_archive_of_the_same_chart():
    files = {"charts/below/Chart.yaml": METADATA, "charts/b.tgz": build_archive("below", BELOW)}
    assert set(open_packed(files).files) == {"charts/below/Chart.yaml"}


def tar(*members):
    """A packed chart of members: name, content, and how a member is not a file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content, *kind in [("below/Chart.yaml", METADATA), *members]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            member.type, member.linkname = (kind or [tarfile.REGTYPE, ""])[:2]
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), mtime=0)


REFUSED = {
    "no gzip file": (lambda: b"PK\x03\x04", "it is no gzip file"),
    "an empty file": (lambda: b"", "its end is missing"),
    "cut off": (lambda: tar()[:-20], "its end is missing"),
    "no tar archive": (lambda: gzip.compress(b"x" * 2000), "it is no tar archive"),
    "no chart": (
        lambda: gzip.compress(bytes(10240)),
        "it has no folder with a Chart.yaml",
    ),
    "no name": (
        lambda: build_archive("below", {"Chart.yaml": b"version: 1.0.0\n"}),
        "its Chart.yaml has no name",
    ),
    "a name that leaves the folder": (
        lambda: build_archive("below", {"Chart.yaml": b"name: ../../x\n"}),
        "its Chart.yaml has no name",
    ),
    "a path that leaves the folder": (
        lambda: tar(("below/../../templates/x.yaml", b"")),
        "'below/../../templates/x.yaml' is no file in the chart's folder",
    ),
    "an absolute path": (lambda: tar(("/etc/x", b"")), "'/etc/x' is no file in the chart's folder"),
    "a path of Windows": (
        lambda: tar((r"below\..\..\x", b"")),
        "'below/../../x' is no file in the chart's folder",
    ),
    "a bomb": (
        lambda: zlib_bomb(archives.MOST_UNPACKED),
        "it is larger than 100 MiB when unpacked",
    ),
    "a large file": (
        lambda: tar(("below/x", bytes(archives.MOST_FILE + 1))),
        "x is larger than 5 MiB",
    ),
    "many files": (
        lambda: tar(*((f"below/{number}", b"") for number in range(30))),
        "it has more than 30 files",
    ),
}


def zlib_bomb(size):
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    parts = [compressor.compress(block) for _ in range(size // len(block) + 1)]
    return b"".join((*parts, compressor.flush()))


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_opened(monkeypatch, make, reason):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 30)
    opened = open_packed({"charts/below-1.0.0.tgz": make()})
    assert set(opened.files) == {"charts/below-1.0.0.tgz"}
    [(name, problem)] = opened.problems.items()
    assert name == "charts/below-1.0.0.tgz"
    assert problem.startswith(reason)


def test_links_are_no_files():
    content = tar(("below/values.yaml", b"", tarfile.SYMTYPE, "/etc/passwd"))
    assert set(open_packed({"charts/b.tgz": content}).files) == {"charts/below/Chart.yaml"}


def test_archives_in_archives_end():
    content = build_archive("a0", {"Chart.yaml": b"name: a0\n"})
    for depth in range(1, 20):
        files = {"Chart.yaml": f"name: a{depth}\n".encode(), "charts/x.tgz": content}
        content = build_archive(f"a{depth}", files)
    opened = open_packed({"charts/x.tgz": content})
    assert list(opened.problems.values()) == ["it is the 9th archive in another one"]


def test_what_cannot_be_opened_is_an_error_at_the_archive(tmp_path, renderer):
    place = chart(tmp_path, PLAIN, {"below-1.0.0.tgz": b"PK\x03\x04"})
    [first, *_] = said(place, renderer)
    assert first.startswith(
        "shop/charts/below-1.0.0.tgz:1 charts/below-1.0.0.tgz cannot be opened: it is no gzip file"
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_opened_or_refused(noise):
    sound = build_archive("below", BELOW)
    for content in (noise, sound[: len(noise)] + noise, gzip.compress(noise)):
        opened = open_packed({"charts/x.tgz": content})
        assert opened.problems or "charts/below/Chart.yaml" in opened.files
