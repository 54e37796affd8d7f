"""Each update takes down the only pod in production first."""

from collections.abc import Iterator

from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import Profile
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.chart_facts import takes_pods_down_first
from catalogc.rules.shared.replicas import fewest_pods
from catalogc.rules.shared.written import blame

SLUG = "recreate-downtime"

_BAD = """\
workloadType: OLLAMA_INFERENCE_LOAD
serviceName: llama
serviceCatalog: ml-inference
namespace: ml-workloads
environment: prod
model: llama3.2:3b
container:
  image: {digest: sha256:4c9d0c3f5b6a7e8d9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f506}
  replicas: 1
"""


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for one pod in production, of a chart whose updates may not surge.

    Charts that use GPUs roll so: a new pod would wait for the GPU that the old one holds.
    """
    pods = fewest_pods(release)
    if pods is None or pods.number != 1 or not release.environment.production:
        return
    if not takes_pods_down_first(release.adapter):
        return
    yield Reporter(SLUG, release, context).finding(
        pods.path,
        f"{format_path(pods.path)} is 1, and an update takes the old pod down before the new one "
        f"is ready; {release.environment.name} is production",
        label="no pod is left during an update",
        remedy=f"write {format_path(pods.path)}: 2, which needs GPUs for one pod more, or accept "
        "the downtime with a waiver",
        location=blame(release, pods.path),
    )


RULE = Rule(
    SLUG,
    "each update of a workload in production takes its only pod down first",
    check,
    rationale="Charts for GPUs end the old pod before the new one starts, because no GPU may be "
    "free for both. With one pod, every change is an outage until the model is loaded.",
    severity=Severity.WARNING,
    profile=Profile.STRICT,
    bad=_BAD,
    good=_BAD.replace("replicas: 1", "replicas: 2"),
)
