"""Who may import whom: the contracts of pyproject.toml, kept and able to break."""

import ast
import shutil
import subprocess
import sys

import pytest

from tools import ROOT

PACKAGE = ROOT / "catalogc"


def lint_imports(folder):
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--no-cache", "--no-logo", "--config", "pyproject.toml"]
    return subprocess.run(
        [sys.executable, "-c", command, *options],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def test_contracts_are_kept():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


VIOLATIONS = {
    "emit/__init__.py": "import catalogc.parse",
    "render/__init__.py": "import catalogc.rules",
    "resolve/__init__.py": "import click",
    "rules/__init__.py": "import subprocess",
    "check/__init__.py": "import helm_python",
    "discover/__init__.py": "import yaml",
    "model/leaf.py": "import catalogc.files",
    "shortcut.py": "",
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """The report about a copy of the package with every violation planted."""
    folder = tmp_path_factory.mktemp("planted")
    ignored = shutil.ignore_patterns("__pycache__", "_bundled")
    shutil.copytree(PACKAGE, folder / "catalogc", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, line in VIOLATIONS.items():
        with (folder / "catalogc" / name).open("a") as file:
            file.write(f"\n{line}\n")
    result = lint_imports(folder)
    assert result.returncode == 1, result.stdout + result.stderr
    return " ".join(result.stdout.split())


@pytest.mark.parametrize(("name", "line"), VIOLATIONS.items())
def test_planted_violation_is_named(broken, name, line):
    module = "catalogc." + name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    imported = line.removeprefix("import ")
    assert (f"{module} -> {imported}" if imported else f"- {module} ") in broken


@pytest.mark.parametrize("path", sorted((PACKAGE / "model").glob("*.py")), ids=lambda p: p.stem)
def test_model_needs_the_standard_library_only(path):
    for node in ast.walk(ast.parse(path.read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            own = name.startswith("catalogc.model")
            assert own or name.partition(".")[0] in sys.stdlib_module_names, (node.lineno, name)
