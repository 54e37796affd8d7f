"""What is committed would be at home on any machine."""

import re
import subprocess
import unicodedata

import pytest

from tools import ROOT, require_tool

TEXT_LIMIT = 2 << 20

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a home folder": r"/(home|Users)/(?!nonroot\b|user\b|<)[a-z][\w.-]*/",
    "the root user's home": "/ro" + r"ot/(?!\.ollama)[\w.]",
    "a work folder": "/wo" + r"rk/(main|shared)\b",
    "a Windows drive": r"\b[A-Z]:\\" + r"Users\\",
    "a merge conflict": r"^(<{7} |>{7} |={7}$)",
    "an open end": r"\b(FIX" + r"ME|XX" + r"X)\b",
    "a private key": "-----BEGIN [A-Z ]*PRIVATE" + " KEY-----",
}


@pytest.fixture(scope="module")
def files():
    """Path and text of every file that git tracks or would add."""
    command = [require_tool("git"), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is not a git checkout")
    names = sorted(filter(None, listing.stdout.decode().split("\0")))
    assert "pyproject.toml" in names
    paths = [(name, ROOT / name) for name in names]
    return {
        name: path.read_bytes().decode("utf-8", "replace")
        for name, path in paths
        if path.is_file() and path.stat().st_size <= TEXT_LIMIT
    }


@pytest.mark.parametrize("pattern", FORBIDDEN.values(), ids=FORBIDDEN)
def test_no_file_holds(files, pattern):
    search = re.compile(pattern, re.MULTILINE)
    found = {name: match[0] for name, text in files.items() if (match := search.search(text))}
    assert not found


def test_no_hidden_characters(files):
    """Bidirectional overrides and control characters make code read as something else."""
    hidden = re.compile("[^\x20-\x7e\n\t]")
    for name, text in files.items():
        odd = {c for c in hidden.findall(text) if unicodedata.category(c) in ("Cc", "Cf")}
        assert not odd, (name, odd)


def test_text_files_end_with_one_line_break(files):
    source = {".py", ".md", ".toml", ".yaml", ".yml"}
    ends = {
        name: text[-2:]
        for name, text in files.items()
        if text and (ROOT / name).suffix in source and not name.startswith("tests/")
    }
    assert not {name for name, end in ends.items() if end == "\n\n" or not end.endswith("\n")}
