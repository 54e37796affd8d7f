"""An autoscaler has a least and a most number of pods, and a target that it can reach."""

import re
from collections.abc import Iterator

from catalogc.model.finding import Applicability, Finding, Label
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.models_of_kserve import KNATIVE, KserveModel, as_whole, models_of
from catalogc.rules.shared.written import blame, is_written, rewriting

SLUG = "autoscaler-bounds"

_LEAST, _MOST, _METRIC, _TARGET = "minReplicas", "maxReplicas", "scaleMetric", "scaleTarget"
_GROUPS = (("hpa",), ("autoscaling",))
"""Where charts that make their pods themselves have an autoscaler."""

_CLASSES = {True: ("kpa", "hpa"), False: ("hpa", "keda", "none")}
_METRICS = {"kpa": ("concurrency", "rps"), "hpa": ("cpu", "memory")}
_LONGEST_DELAY = 3600  # seconds
_UNITS = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge bounds, classes, metrics and targets of a leaf's autoscalers.

    KServe's webhook refuses minReplicas above maxReplicas, metrics that an autoscaler does not
    have, and a target of cpu or memory above 100 (inference_service_validation.go). Knative
    refuses a scale-down delay above one hour (knative.dev, autoscaling/scale-bounds).
    """
    reporter = Reporter(SLUG, release, context)
    for group in _GROUPS:
        if release.effective.get((*group, "enabled")) is True:
            yield from _bounds(group, reporter)
    for model in models_of(release):
        yield from _bounds(model.path(), reporter)
        wrong = _wrong_class(model, reporter)
        if wrong:
            yield wrong
            continue
        yield from _metric(model, reporter)
        yield from _delay(model, reporter)


def _bounds(group: FieldPath, reporter: Reporter) -> Iterator[Finding]:
    release = reporter.release
    low, high = (*group, _LEAST), (*group, _MOST)
    least, most = (as_whole(release.effective.get(path)) for path in (low, high))
    if least is None or most is None:
        return
    if most <= 0:
        yield reporter.finding(
            high,
            f"{format_path(high)} is {most}: there would never be a pod",
            label="no pod",
            remedy=f"write {_MOST}: {max(least, 1)}",
            location=blame(release, high),
            fixes=rewriting(release, high, max(least, 1)),
        )
    elif least > most:
        yield _crossed((low, least), (high, most), reporter)


def _crossed(
    low: tuple[FieldPath, int], high: tuple[FieldPath, int], reporter: Reporter
) -> Finding:
    """Blame what is written of the two, the least first; raise the most, if that is written."""
    release = reporter.release
    (low_path, least), (high_path, most) = low, high
    path, other = low_path, high_path
    if not is_written(release, low_path):
        path, other = high_path, low_path
    related = (
        Label(blame(release, other), f"{other[-1]} is {least if other == low_path else most}"),
    )
    return reporter.finding(
        path,
        f"{format_path(low_path)} is {least}, but {format_path(high_path)} is {most}",
        label="more than the most" if path == low_path else "fewer than the fewest",
        remedy=f"write {_MOST}: {least} or more, or {_LEAST}: {most} or less",
        location=blame(release, path),
        related=related if is_written(release, other) else (),
        fixes=rewriting(release, high_path, least) or rewriting(release, low_path, most),
    )


def _wrong_class(model: KserveModel, reporter: Reporter) -> Finding | None:
    allowed = _CLASSES[model.mode == KNATIVE]
    if model.autoscaler in allowed:
        return None
    path = model.path("autoscaling", "class")
    return reporter.finding(
        path,
        f"{model.field('autoscaling', 'class')} is {model.autoscaler}, but deploymentMode "
        f"{model.mode} has {', '.join(allowed)}",
        label=f"not with {model.mode}",
        remedy=f"write class: {allowed[0]}, or change deploymentMode",
        location=blame(reporter.release, path),
        fixes=rewriting(reporter.release, path, allowed[0]),
    )


def _metric(model: KserveModel, reporter: Reporter) -> Iterator[Finding]:
    metric, allowed = model.text(_METRIC), _METRICS.get(model.autoscaler)
    if not metric or allowed is None:
        return
    if metric not in allowed:
        if model.autoscaler == "kpa" and model.whole(_LEAST) == 0:
            return  # min-replicas says it
        path = model.path(_METRIC)
        yield reporter.finding(
            path,
            f"{model.field(_METRIC)} is {metric}, but the autoscaler {model.autoscaler} has "
            f"{' and '.join(allowed)}",
            label=f"unknown to {model.autoscaler}",
            remedy=f"write {_METRIC}: {allowed[0]}, or another autoscaling.class",
            location=blame(reporter.release, path),
            fixes=rewriting(reporter.release, path, allowed[0]),
        )
        return
    target = model.whole(_TARGET)
    if model.autoscaler == "hpa" and target is not None and not 1 <= target <= 100:
        path = model.path(_TARGET)
        yield reporter.finding(
            path,
            f"{model.field(_TARGET)} is {target}, but {metric} is measured in percent",
            label="not from 1 to 100",
            remedy=f"write a percentage such as {_TARGET}: 80",
            location=blame(reporter.release, path),
            fixes=rewriting(reporter.release, path, 80),
        )


def _delay(model: KserveModel, reporter: Reporter) -> Iterator[Finding]:
    delay = model.text("autoscaling", "scaleDownDelay")
    if model.autoscaler != "kpa" or _seconds(delay) <= _LONGEST_DELAY:
        return
    path = model.path("autoscaling", "scaleDownDelay")
    yield reporter.finding(
        path,
        f"{model.field('autoscaling', 'scaleDownDelay')} is {delay}, but Knative allows one hour",
        label="more than 1h",
        remedy="write 1h or less; minReplicas: 1 keeps a pod for longer",
        location=blame(reporter.release, path),
        fixes=rewriting(reporter.release, path, "1h"),
    )


def _seconds(duration: str) -> float:
    """Return the length of a duration such as 1h30m; 0 for other text."""
    found = re.findall(r"([0-9]{1,6})(ms|h|m|s)", duration)
    return sum(int(number) * _UNITS[unit] for number, unit in found)


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
  minReplicas: 4
  maxReplicas: 2
"""

RULE = Rule(
    SLUG,
    "an autoscaler's bounds or target cannot be met",
    check,
    rationale="An autoscaler whose least number of pods is above its most, or that is given a "
    "metric or target it does not have, is refused by the cluster: the sync fails, and the model "
    "keeps its old settings.",
    fixable=Applicability.UNSAFE,
    bad=_BAD,
    good=_BAD.replace("maxReplicas: 2", "maxReplicas: 8"),
)
