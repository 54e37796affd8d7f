"""A model without pods must be woken by something that needs no pod to see a request."""

import re
from collections.abc import Iterator

from catalogc.model.finding import Applicability, Finding
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.models_of_kserve import KNATIVE, KserveModel, models_of
from catalogc.rules.shared.written import blame, rewriting

SLUG = "min-replicas"

_FIELD = "minReplicas"
_COUNTED_BY_KNATIVE = ("concurrency", "rps")
_OF_PODS = re.compile(r"\b(vllm|llamacpp|container|kube_pod|DCGM)[:_]", re.IGNORECASE)
_OF_GATEWAYS = re.compile(r"\b(envoy|istio|nginx|traefik|haproxy|litellm)_", re.IGNORECASE)


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge ``minReplicas: 0`` of each model by its autoscaler.

    - kpa: Knative's activator holds requests until there is a pod, and counts them: concurrency
      and rps wake a model, CPU and memory are measured in pods (knative.dev, autoscaling/
      autoscaling-metrics and scale-to-zero). An InferencePool's gateway sends requests to pods
      themselves, past the activator.
    - hpa: does not go to zero; in mode Standard KServe writes 1 (reconcilers/hpa).
    - keda: depends on where the query's metric comes from: known for metrics of pods and of
      common gateways, else unknown.
    - none: nothing ever starts a pod.
    """
    for model in models_of(release):
        if model.whole(_FIELD) != 0:
            continue
        reporter = Reporter(SLUG, release, context)
        reason = _sleeps(model)
        if reason:
            yield _never_wakes(model, reason, reporter)
        elif model.autoscaler == "keda" and not _sees_gateway(model):
            yield _unknown(model, reporter)


def _sleeps(model: KserveModel) -> str:
    """Say why a model without pods stays so; nothing where it is woken or that is unknown."""
    autoscaler, metric = model.autoscaler, model.text("scaleMetric")
    if model.service.has_pool and model.mode == KNATIVE:
        return "its InferencePool sends requests to pods directly, past what would start one"
    if autoscaler == "hpa":
        made = "" if model.mode == KNATIVE else "; KServe makes it 1"
        return f"the autoscaler hpa cannot start the first pod{made}"
    if autoscaler == "none":
        return "without an autoscaler nothing starts a pod"
    if autoscaler == "kpa" and metric not in _COUNTED_BY_KNATIVE:
        return f"the metric {metric} is measured in pods, of which there are none"
    if autoscaler == "keda" and _OF_PODS.search(model.text("autoscaling", "prometheus", "query")):
        return "the query's metric comes from pods, of which there are none"
    return ""


def _sees_gateway(model: KserveModel) -> bool:
    return bool(_OF_GATEWAYS.search(model.text("autoscaling", "prometheus", "query")))


def _never_wakes(model: KserveModel, reason: str, reporter: Reporter) -> Finding:
    path = model.path(_FIELD)
    instead = "" if model.mode == KNATIVE else ", or deploymentMode: Knative with concurrency"
    if model.autoscaler == "kpa" and not model.service.has_pool:
        instead = ", or scaleMetric: concurrency"
    return reporter.finding(
        path,
        f"{model.field(_FIELD)} is 0, but {reason}",
        label="no pod, and nothing that starts one",
        remedy=f"write {_FIELD}: 1{instead}",
        location=blame(reporter.release, path),
        fixes=rewriting(reporter.release, path, 1),
    )


def _unknown(model: KserveModel, reporter: Reporter) -> Finding:
    query = model.path("autoscaling", "prometheus", "query")
    return reporter.finding(
        model.path(_FIELD),
        f"{model.field(_FIELD)} is 0; whether the query's metric exists without a pod is unknown",
        unknown=True,
        remedy="count the requests that a gateway or proxy holds, not what pods measure",
        location=blame(reporter.release, query),
    )


_BAD = """\
workloadType: MODEL_SERVING
serviceName: qwen
serviceCatalog: ml-inference
namespace: ml-workloads
environment: prod
inferenceService:
  enabled: true
  name: qwen25-7b
  storageUri: hf://Qwen/Qwen2.5-7B-Instruct:a09a35458c702b33eeacc393d103063234e8bc28
  minReplicas: 0
  scaleMetric: cpu
"""

RULE = Rule(
    SLUG,
    "minReplicas of 0 with an autoscaler that cannot start the first pod",
    check,
    rationale="An idle model without pods costs nothing, as long as a request starts one. Knative "
    "holds requests and counts them. CPU, memory and a server's own metrics are measured in pods: "
    "without a pod they are never above their target, and the model stays away for good.",
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("scaleMetric: cpu", "scaleMetric: concurrency"),
)
