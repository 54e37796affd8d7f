"""Write the bundled schemas of custom resources from a folder of upstream CRDs.

`python -m scripts.compact_crds FOLDER` writes them; `--check` tells whether they are up to date.
The CRDs themselves are not part of this repository; what is written holds facts alone: names of
fields, types, bounds. Descriptions, defaults and CEL rules stay behind.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from catalogc.schemas.bundled import FOLDER, INDEX
from catalogc.schemas.crd_import.definitions import CrdVersion, read_definitions
from catalogc.schemas.crd_import.record import schema_text
from catalogc.schemas.custom_files import schema_path

UPSTREAM = {
    "acme.cert-manager.io": "cert-manager v1.19.3",
    "cert-manager.io": "cert-manager v1.19.3",
    "external-secrets.io": "external-secrets v2.9.0",
    "gateway.envoyproxy.io": "Envoy Gateway v1.9.0",
    "gateway.networking.k8s.io": "Gateway API v1.6.1",
    "inference.networking.k8s.io": "Gateway API Inference Extension v1.5.0-rc.2",
    "inference.networking.x-k8s.io": "Gateway API Inference Extension v1.3.1",
    "keda.sh": "KEDA 2.14.0",
    "llm-d.ai": "llm-d router v0.9.0",
    "monitoring.coreos.com": "Prometheus Operator 0.93.1",
    "serving.knative.dev": "KServe v0.20.0",
    "serving.kserve.io": "KServe v0.20.0",
}
ROLLOUTS = {"AnalysisRun", "AnalysisTemplate", "ClusterAnalysisTemplate", "Experiment", "Rollout"}


def schemas(folder: Path) -> dict[Path, str]:
    """Return the text of every file, by path: a schema a version, and the index."""
    texts: dict[Path, str] = {}
    index: dict[str, dict[str, bool]] = {}
    for version in _versions(folder):
        path = FOLDER / schema_path(version.group, version.kind, version.version)
        texts[path] = schema_text(version, compact=True)
        versions = index.setdefault(f"{version.group}/{version.kind}", {})
        versions[version.version] = version.served
    texts[INDEX] = json.dumps(index, indent=1, sort_keys=True) + "\n"
    return texts


def _versions(folder: Path) -> Iterator[CrdVersion]:
    """Read the CRDs of the standard channels; of two of one kind, the newer one counts."""
    files = (path for path in sorted(folder.glob("*/*.yaml")) if path.name.count(".") == 1)
    for path in files:
        if path.parent.name.endswith("-experimental"):
            continue
        for version in read_definitions(path.read_text("utf-8"), path.name):
            argo = "Argo Rollouts v1.9.1" if version.kind in ROLLOUTS else "Argo CD v3.5.1"
            yield replace(version, source=UPSTREAM.get(version.group, argo))


def main(arguments: list[str]) -> int:
    """Return 1 where ``--check`` finds a file that is not up to date."""
    (folder,) = (Path(name) for name in arguments if not name.startswith("--"))
    wanted = schemas(folder)
    stale = [path for path in FOLDER.rglob("*.json") if path not in wanted]
    changed = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    if "--check" in arguments:
        names = sorted(path.name for path in (*stale, *changed))
        if names:
            print(f"not up to date: {', '.join(names)}", file=sys.stderr)
        return 1 if names else 0
    for path in stale:
        path.unlink()
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    size = sum(len(text.encode()) for text in wanted.values())
    print(f"{len(wanted) - 1} schemas, {size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
