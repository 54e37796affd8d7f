"""What several test folders share: other programs, and files that tests expect."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
"""The repository."""

MISSING = "is not on PATH"


def require_tool(name: str) -> str:
    """Return the path of a program; where there is none, skip the test and say so.

    With ``CATALOGC_REQUIRE_TOOLS=1``, as in CI, a missing program fails the test.
    """
    path = shutil.which(name)
    if path:
        return path
    if os.environ.get("CATALOGC_REQUIRE_TOOLS") == "1":
        pytest.fail(f"{name} {MISSING}, and CATALOGC_REQUIRE_TOOLS=1 asks for it", pytrace=False)
    pytest.skip(f"{name} {MISSING}")


def require_node_modules(name: str) -> Path:
    """Return the folder of a set of installed npm packages; skip the test where it is absent.

    The set is described by ``tests/node/<name>/package.json`` and installed by hand or by CI in
    ``$CATALOGC_NODE/<name>``; tests install nothing. With ``CATALOGC_REQUIRE_TOOLS=1`` a missing
    folder fails the test.
    """
    base = os.environ.get("CATALOGC_NODE", "")
    folder = Path(base) / name
    if base and (folder / "node_modules").is_dir():
        require_tool("node")
        return folder
    missing = f"there is no {name}/node_modules in the folder that CATALOGC_NODE names"
    if os.environ.get("CATALOGC_REQUIRE_TOOLS") == "1":
        pytest.fail(f"{missing}, and CATALOGC_REQUIRE_TOOLS=1 asks for it", pytrace=False)
    pytest.skip(missing)


def expect_file(path: Path, actual: bytes) -> None:
    """Compare with a golden file; with ``CATALOGC_ACCEPT=1`` (``make accept``) rewrite it."""
    if os.environ.get("CATALOGC_ACCEPT") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(actual)
        return
    expected = path.read_bytes() if path.exists() else b""
    if b"\0" in actual + expected:
        assert actual == expected, path
    assert actual.decode() == expected.decode(), f"{path} differs; see `make accept`"
