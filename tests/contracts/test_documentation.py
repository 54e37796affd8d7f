"""What the documentation says is true: links, paths, rules, and the picture of a finding."""

import re
import shutil
import subprocess
import sys

from cli.run import catalogc
from tools import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_SLUG = re.compile(
    r'(?:rule=|Finding\(\s*|FileRefused\([^"]*|SLUG = |RULE = |_DUPLICATE = )'
    r'"([a-z]+(?:-[a-z]+)+|tab|encoding|drift|symlink)"'
)


def test_links_lead_somewhere():
    broken = [
        (page.name, target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_repository_paths_exist():
    named = {
        (page.name, path)
        for page in PAGES
        if not {"decisions", "rules"} & set(page.parts)  # rules show files of examples
        for path in re.findall(
            r"`((?:catalogc|charts|tests|scripts|policies)/[\w./-]+)`", page.read_text("utf-8")
        )
    }
    assert named
    assert [item for item in sorted(named) if not (ROOT / item[1]).exists()] == []


def test_every_rule_is_listed():
    page = (ROOT / "docs/reference/findings.md").read_text("utf-8")
    listed = set(re.findall(r"^\| \[`([a-z-]+)`\]", page, re.MULTILINE))
    emitted = {
        slug
        for path in (ROOT / "catalogc").rglob("*.py")
        for slug in _SLUG.findall(path.read_text("utf-8"))
    }
    assert len(emitted) > 20
    assert emitted <= listed


def test_the_pages_of_rules_are_what_explain_prints():
    check = [sys.executable, "-m", "scripts.rule_pages", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_picture_of_a_finding_is_real(tmp_path):
    for name in ("catalogc.yaml", ".cat", "catalog", "charts", "policies"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, tmp_path / name)
    leaf = tmp_path / "catalog/ml-inference/llama-70b/prod.yaml"
    leaf.write_text(leaf.read_text("utf-8").replace("count: 4", "count: 64"), "utf-8")
    printed = catalogc("lint", leaf, cwd=tmp_path).stdout
    frame = re.search(r"```\n(error\[.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert frame.group(1) in printed
