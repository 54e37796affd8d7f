"""Files and functions stay small, and every module says what it is."""

import ast

import pytest

from tools import ROOT

FILE_LINES = 350
FUNCTION_LINES = 50
VAGUE = {"common", "data", "handler", "helper", "helpers", "manager", "misc", "util", "utils"}


@pytest.fixture(scope="module")
def modules():
    """Path -> text of every Python file that is not a test."""
    paths = [*(ROOT / "catalogc").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(paths)}
    assert "catalogc/model/finding.py" in texts
    return texts


def test_files_are_short(modules):
    lines = {name: len(text.splitlines()) for name, text in modules.items()}
    assert not {name: count for name, count in lines.items() if count > FILE_LINES}


def test_functions_are_short(modules):
    lines = {
        f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for name, text in modules.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lines) > len(modules)
    assert not {name: count for name, count in lines.items() if count > FUNCTION_LINES}


def test_modules_say_what_they_are(modules):
    assert not [name for name, text in modules.items() if not ast.get_docstring(ast.parse(text))]


def test_module_names_say_something(modules):
    names = {name: set(name.removesuffix(".py").split("/")) for name in modules}
    assert not {name: parts & VAGUE for name, parts in names.items() if parts & VAGUE}
