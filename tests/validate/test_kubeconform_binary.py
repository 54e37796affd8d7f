"""A kubeconform that is not there, hangs, dies, is too old or prints something else."""

import json
import sys
import time

import pytest

from catalogc.validate.kubeconform import (
    KubeconformSettings,
    KubeconformValidator,
    ValidatorUnavailableError,
)
from catalogc.validate.kubeconform_schemas import SchemaFolder
from validate.objects import Schemas, rendered

SCHEMAS = [Schemas({("v1", "ConfigMap"): {"type": "object"}})]
OBJECTS = rendered(
    *({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}} for name in "ab")
)
FAKE = """\
#!{python}
import json, os, sys, time
VERSION = "v0.7.0"
def row(name, status="statusValid", kind="ConfigMap", version="v1"):
    return dict(filename="stdin", kind=kind, name=name, version=version, status=status, msg="")
def answer(*rows):
    count = lambda status: sum(row["status"] == status for row in rows)
    summary = dict(valid=count("statusValid"), invalid=count("statusInvalid"),
                   errors=count("statusError"), skipped=count("statusSkipped"))
    print(json.dumps(dict(resources=rows, summary=summary)))
    sys.exit(summary["invalid"] + summary["errors"] > 0)
if sys.argv[1:] == ["-v"]:
    {tells}
    sys.exit()
{runs}
"""
TELLS = "print(VERSION)"


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a kubeconform on PATH that tells its version and runs as it is told."""

    def install(runs="sys.exit('not to be run')", tells=TELLS):
        program = tmp_path / "kubeconform"
        program.write_text(FAKE.format(python=sys.executable, tells=tells, runs=runs))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        return program

    return install


def refusal(deadline_seconds=20.0, **settings):
    limits = KubeconformSettings(deadline_seconds=deadline_seconds, jobs=1, **settings)
    with pytest.raises(ValidatorUnavailableError) as caught:
        KubeconformValidator(limits).validate([OBJECTS], SCHEMAS, "1.34")
    return str(caught.value)


def test_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal() == (
        "kubeconform is not on PATH: install 0.7.0 or newer, or validate with the built-in "
        "validator"
    )


def test_no_program(fake):
    fake().write_text("#!/nowhere/python\n")
    assert refusal().startswith("cannot start ")


VERSIONS = {
    "print('v0.6.7')": "is version 0.6.7, which is too old: install 0.7.0 or newer",
    "print('0.6.7-rc1')": "is version 0.6.7, which is too old: install 0.7.0 or newer",
    "sys.exit(2)": "it does not tell its version",
    "print()": "it does not tell its version",
    "print('usage:\\nfoo')": "it does not tell its version",
    "print('\\x1b[31mred')": "it does not tell its version",
    "sys.exit('no such option: -v')": "it says: no such option: -v",
}


@pytest.mark.parametrize(("tells", "message"), VERSIONS.items())
def test_version(fake, tells, message):
    program = fake(tells=tells)
    text = refusal()
    assert message in text
    assert str(program) in text
    assert "0.7.0 or newer" in text


@pytest.mark.parametrize("version", ["v0.7.0", "0.8.1", "v1.0.0+build", "development", "master"])
def test_versions_that_are_taken(fake, version):
    fake('answer(row("a"), row("b"))', tells=f"print({version!r})")
    validator = KubeconformValidator(KubeconformSettings(jobs=1))
    assert validator.version == f"kubeconform {version}"
    assert validator.validate([OBJECTS], SCHEMAS, "1.34").valid == 2


RUNS = {
    "print('hello')": 'it printed no JSON, but "hello"',
    "pass": "it printed no JSON at all",
    "sys.exit('flag provided but not defined: -n')": "flag provided but not defined: -n",
    "os.kill(os.getpid(), 9)": "it was killed by signal 9",
    "print(json.dumps(dict(resources=[], summary={})))": "its summary says valid: null",
    "answer()": "it was given 2 objects and answers about 0",
    "answer(row('a'))": "it was given 2 objects and answers about 1",
    "answer(row('a'), row('b'), row('c'))": "it was given 2 objects and answers about 3",
    "answer(row('b'), row('a'))": "where ConfigMap a was given, it answers about ConfigMap b",
    "answer(row('a'), row('b', kind='Pod'))": (
        "where ConfigMap b was given, it answers about Pod b"
    ),
    "answer(row('a'), row('b', version='v2'))": "where ConfigMap b was given",
    "answer(row('a'), row('', '', '', ''))": 'it answers with the unknown status ""',
    "answer(row('a', status='statusInvalid'), row('b')) if 0 else (answer, print('{}'))": (
        "its JSON has no list of resources"
    ),
}


@pytest.mark.parametrize(("runs", "message"), RUNS.items())
def test_garbage(fake, runs, message):
    fake(runs)
    text = refusal()
    assert message in text
    assert text.endswith("check that it is kubeconform 0.7.0 or newer")


@pytest.mark.parametrize(
    ("runs", "tells"),
    [
        ("time.sleep(600)", TELLS),
        ("pass", "time.sleep(600)"),
        ("os.fork(); time.sleep(600)", TELLS),
    ],
)
def test_hanging(fake, runs, tells):
    fake(runs, tells)
    started = time.monotonic()
    assert "it did not end within 1.5 s and was killed" in refusal(deadline_seconds=1.5)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_printing_without_an_end(fake, stream):
    fake(f"while True: sys.{stream}.write('x' * 65536)")
    started = time.monotonic()
    assert "it printed more than 1 MiB" in refusal(output_bytes=1 << 20)
    assert time.monotonic() - started < 10


def test_memory(fake):
    fake("bytearray(1 << 30)")
    assert "MemoryError" in refusal(memory_bytes=200 << 20)


def test_what_it_is_given(fake, tmp_path, monkeypatch):
    """A closed environment, options, and the documents as one stream on stdin."""
    seen = tmp_path / "seen.json"
    monkeypatch.setenv("KUBECONFORM_CPUPROFILE_FILE", str(tmp_path / "profile"))
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com")
    fake(
        f"json.dump([sys.argv[1:], sorted(os.environ), sys.stdin.read(), os.getcwd(),"
        f" os.environ['HTTPS_PROXY']], open({str(seen)!r}, 'w'))\n"
        'answer(row("a"), row("b"))'
    )
    KubeconformValidator(KubeconformSettings(jobs=1)).validate([OBJECTS], SCHEMAS, "1.34")
    arguments, variables, stdin, folder, proxy = json.loads(seen.read_text())
    assert arguments == [
        *("-n", "1", "-verbose", "-summary", "-strict", "-output", "json"),
        *("-kubernetes-version", "1.34.0", "-schema-location"),
        "{{.Group}}/{{.ResourceAPIVersion}}/{{.ResourceKind}}.json",
        "-",
    ]
    assert set(variables) - {"LC_CTYPE"} == {"HTTPS_PROXY", "HTTP_PROXY", "LC_ALL", "PATH"}
    assert proxy == "http://127.0.0.1:9"
    assert stdin == "---\n".join(item.text for item in OBJECTS.resources)
    assert "catalogc-kubeconform-" in folder


def test_no_room_for_schemas(fake, tmp_path, monkeypatch):
    fake()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert refusal() == (
        "cannot write schemas for kubeconform to a temporary folder: No such file or directory; "
        "TMPDIR can name another one"
    )


def test_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "v1").write_text("in the way")
    with pytest.raises(ValidatorUnavailableError, match="to a temporary folder: "):
        SchemaFolder(tmp_path, SCHEMAS).find("v1", "ConfigMap")
