"""Every dependency has its reason written down, and no reason outlives its dependency."""

import re
import tomllib

from tools import ROOT

RECORD = ROOT / "docs" / "decisions" / "0002-dependencies.md"


def declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {re.match(r"[A-Za-z0-9._-]+", entry)[0] for entry in project["dependencies"]}


def recorded():
    """Names in the first column of the table under "Taken"."""
    taken = RECORD.read_text("utf-8").partition("## Taken")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| \*\*([A-Za-z0-9._-]+)\*\* \|", taken, re.MULTILINE))


def test_dependencies_and_their_reasons_are_the_same_list():
    assert recorded() == declared()
    assert declared()
