"""Measure lint and build on a generated catalog of many leaves. Run by ``make bench``.

The absolute times are those of this machine; compare runs on the same one.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGC = Path(sys.executable).with_name("catalogc")

CONFIG = """\
apiVersion: catalogc.dev/v1
kind: Catalog
argocd: {repoURL: https://git.example.com/platform/catalog.git}
"""

LEAF = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: service-{number:06}
serviceCatalog: catalog-{group:03}
namespace: catalog-{group:03}
environment: dev
container:
  image: {{repository: registry.example.com/team/service, tag: 1.{number}.0}}
  replicas: 2
  resources:
    requests: {{cpu: 250m, memory: 256Mi}}
    limits: {{cpu: 500m, memory: 512Mi}}
  environment:
    - {{name: LOG_LEVEL, value: info}}
    - {{name: SHARD, value: "{number}"}}
"""

COMMANDS = (
    ("lint, no render", "lint --no-render"),
    ("lint", "lint"),
    ("build, cold", "build"),
    ("build, unchanged", "build"),
)


def main() -> int:
    """Measure catalogs of each size; ``--leaves 1000 10000 50000`` shows how time grows."""
    parser = argparse.ArgumentParser(description="Measure catalogc on a generated catalog.")
    parser.add_argument("--leaves", type=int, nargs="+", default=[1000], help="how many leaves")
    parser.add_argument("--lint", action="store_true", help="measure lint without rendering alone")
    parser.add_argument("--validate", action="store_true", help="measure validation of one leaf")
    parser.add_argument("--origin", action="store_true", help="measure origins of sample leaves")
    arguments = parser.parse_args()
    if arguments.validate:
        from scripts import bench_validate  # it loads the engine of expressions

        return bench_validate.run(generate)
    if arguments.origin:
        from scripts import bench_origin

        return bench_origin.main()
    commands = COMMANDS[:1] if arguments.lint else COMMANDS
    return max(run(leaves, commands) for leaves in arguments.leaves)


def run(leaves: int, commands: Sequence[tuple[str, str]]) -> int:
    """Generate one catalog and print a line for each command; return the first bad exit code."""
    with tempfile.TemporaryDirectory(prefix="catalogc-bench-") as folder:
        root = Path(folder)
        generate(root, leaves)
        for name, command in commands:
            code, seconds = measure(root, command)
            if code:
                return code
            rate = 1000 * seconds / max(leaves, 1)
            sys.stdout.write(f"{name:<17} {leaves} leaves  {seconds:8.2f} s  {rate:7.2f} ms/leaf\n")
    return 0


def generate(root: Path, leaves: int) -> None:
    """Write a catalog repository of ``leaves`` leaves with this repository's adapters."""
    for name in (".cat", "charts", "policies"):
        shutil.copytree(ROOT / name, root / name)
    (root / "catalogc.yaml").write_text(CONFIG, "utf-8")
    for number in range(leaves):
        group = number // 100
        path = root / "catalog" / f"catalog-{group:03}" / f"service-{number:06}" / "dev.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(LEAF.format(number=number, group=group), "utf-8")


def measure(root: Path, command: str) -> tuple[int, float]:
    """Run a command; return its exit code and wall time in seconds."""
    started = time.perf_counter()
    words = [str(CATALOGC), *command.split()]
    result = subprocess.run(words, cwd=root, capture_output=True, encoding="utf-8", check=False)
    seconds = time.perf_counter() - started
    if result.returncode:
        sys.stderr.write((result.stdout + result.stderr)[-4000:])
        sys.stderr.write(f"bench: catalogc {command} ended with exit code {result.returncode}\n")
    return result.returncode, seconds


if __name__ == "__main__":
    sys.exit(main())
