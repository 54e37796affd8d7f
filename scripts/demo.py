"""What catalogc does, shown on this repository: build the sample catalog, then break a leaf.

Run by ``make demo``. Nothing but ``rendered/`` can change, and it does not when it is up to date.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CATALOGC = Path(sys.executable).with_name("catalogc")
INPUTS = ("catalogc.yaml", ".cat", "catalog", "charts", "policies")

# Tried in this order on every leaf: the first that fits becomes the mistake of the demo.
MISTAKES = (
    (r"(?m)^(gpu:\n(?:  .*\n)*?  count:) \d+", r"\1 64", "asks for 64 GPUs"),
    (r"(?m)^(  replicas:) \d+", r"\1 many", "wants `many` replicas"),
    (r"(?m)^(workloadType: \w+)", r"\1X", "names a workloadType that does not exist"),
)


def main() -> int:
    """Run the demo; 0 if everything went as it should."""
    heading("1. Compile the sample catalog: catalogc build")
    started = time.perf_counter()
    build = run("build", "--root", str(ROOT))
    seconds = time.perf_counter() - started
    sys.stdout.write(build.stdout + build.stderr)
    if build.returncode:
        return fail("catalogc build", build.returncode)
    with tempfile.TemporaryDirectory(prefix="catalogc-demo-") as folder:
        if not show_finding(Path(folder)):
            return 1
    return show_summary(seconds)


def show_finding(folder: Path) -> bool:
    """Lint a copy of the catalog with one mistake in it; tell whether it was found."""
    for name in INPUTS:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / name)
    leaf, mistake = break_leaf(folder)
    heading(f"2. A mistake: in a copy, {leaf} {mistake}")
    lint = run("lint", leaf, "--root", str(folder), cwd=folder)
    sys.stdout.write(lint.stdout + lint.stderr)
    if lint.returncode != 1:
        fail("catalogc lint of a broken leaf", lint.returncode)
    return lint.returncode == 1


def break_leaf(folder: Path) -> tuple[str, str]:
    """Write a mistake into one leaf; return its path and what is wrong with it now."""
    for pattern, replacement, mistake in MISTAKES:
        for path in sorted((folder / "catalog").rglob("*.yaml")):
            text = path.read_text("utf-8")
            broken, count = re.subn(pattern, replacement, text, count=1)
            if count and "\nworkloadType:" in "\n" + text:
                path.write_text(broken, "utf-8")
                return path.relative_to(folder).as_posix(), mistake
    message = "the catalog holds no leaf to break"
    raise SystemExit(message)


def show_summary(seconds: float) -> int:
    """Say what was made, how long it took and where to look."""
    check = run("check", "--root", str(ROOT), "--format", "json")
    if check.returncode:
        sys.stdout.write(check.stdout + check.stderr)
        return fail("catalogc check", check.returncode)
    counts: dict[str, Any] = json.loads(check.stdout)["summary"]
    applications = sorted(ROOT.glob("rendered/*/argocd/apps/*/*.yaml"))
    heading("3. What there is now")
    sys.stdout.write(
        f"  {counts['leaves']:>5} leaves         small YAML files that people write: catalog/\n"
        f"  {len(applications):>5} Applications   for Argo CD: rendered/<environment>/argocd/\n"
        f"  {counts['resources']:>5} resources      for Kubernetes: "
        "rendered/<environment>/manifests/\n"
        f"  {seconds:>5.1f} seconds        for the build\n\n"
        "Next: change a leaf below catalog/, run `.venv/bin/catalogc build`, and see `git diff`.\n"
    )
    return 0


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the installed catalogc."""
    command = [str(CATALOGC), *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def heading(text: str) -> None:
    """Write a title line."""
    sys.stdout.write(f"\n== {text}\n\n")


def fail(what: str, code: int) -> int:
    """Say that a step did not end as it should."""
    sys.stderr.write(f"demo: {what} ended with exit code {code}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
