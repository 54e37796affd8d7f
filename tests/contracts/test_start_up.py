"""Start-up stays cheap: what must not be loaded before there is work for it."""

import subprocess
import sys

import pytest

CATALOG = "argocd: {repoURL: https://git.example.com/platform/catalog.git}\n"

# Tens of milliseconds each, or (helm_python) unsafe in a process that starts others.
HEAVY = {
    "asyncio",
    "git",
    "helm_python",
    "hypothesis",
    "jinja2",
    "jsonschema",
    "kubernetes_validate",
    "multiprocessing",
    "pydantic",
    "rich",
    "ruamel",
}
# Needed as soon as there is a catalog to read, and not before.
LATER = {"catalogc.files", "catalogc.model.lint", "importlib.metadata", "jsonschema_rs", "yaml"}

COMMANDS = {
    "import": ("import catalogc.cli", HEAVY | LATER),
    "version": ("run('--version')", HEAVY | LATER),
    "help": ("run('--help')", HEAVY | LATER),
    "lint": ("run('lint')", HEAVY),
}
PROGRAM = """
import sys
def run(*arguments):
    from catalogc.cli import main
    sys.argv = ["catalogc", *arguments]
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, None), end.code
{statement}
print("\\nloaded:", *sys.modules)
"""


@pytest.mark.parametrize(("statement", "forbidden"), COMMANDS.values(), ids=COMMANDS)
def test_heavy_modules_are_not_loaded(tmp_path, statement, forbidden):
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalogc.yaml").write_text(
        "apiVersion: catalogc.dev/v1\nkind: Catalog\n" + CATALOG, encoding="utf-8"
    )
    program = PROGRAM.format(statement=statement)
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    loaded = set(result.stdout.rpartition("\nloaded:")[2].split())
    assert "catalogc.cli" in loaded
    assert not loaded & forbidden
