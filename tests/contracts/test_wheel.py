"""The wheel carries everything that an installed catalogc needs, and nothing else."""

import subprocess
import sys
import zipfile
from email import message_from_bytes

import pytest

from tools import ROOT

MADE = "catalogc/_bundled/"  # by the build alone
BUNDLED = {"charts": "charts", "policies": "policies", ".cat/backstage": "backstage"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Member name -> bytes of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    result = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("source", "target"), BUNDLED.items(), ids=BUNDLED)
def test_bundled_files_equal_the_repository(wheel, source, target):
    prefix = f"catalogc/_bundled/{target}/"
    bundled = {
        name.removeprefix(prefix): content
        for name, content in wheel.items()
        if name.startswith(prefix)
    }
    folder = ROOT / source
    expected = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert bundled == expected
    assert expected


def test_every_module_and_data_file_of_the_package(wheel):
    package = ROOT / "catalogc"
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    own = {name for name in wheel if name.startswith("catalogc/")}
    assert {name for name in own if not name.startswith(MADE)} == {
        name for name in expected if not name.startswith(MADE)
    }
    assert "catalogc/py.typed" in own


def test_nothing_else(wheel):
    folders = {name.split("/")[0] for name in wheel}
    (metadata,) = folders - {"catalogc"}
    assert metadata.endswith(".dist-info")
    assert not [name for name in wheel if "__pycache__" in name or name.endswith(".pyc")]


def test_metadata(wheel):
    (name,) = (name for name in wheel if name.endswith(".dist-info/METADATA"))
    metadata = message_from_bytes(wheel[name])
    assert metadata["Name"] == "catalogc"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["License-File"] == "LICENSE"
    assert metadata.get_payload().startswith("# ")


def test_entry_point(wheel):
    (name,) = (name for name in wheel if name.endswith(".dist-info/entry_points.txt"))
    assert wheel[name].decode().split() == [
        "[console_scripts]",
        "catalogc",
        "=",
        "catalogc.cli:main",
    ]
