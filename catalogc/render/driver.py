"""Many variants of a release in one render: templates are parsed once and run many times.

A copy of the chart gets one more template, the driver. It includes every other template by name,
once for each variant's values, as charts do to checksum a ConfigMap, and writes those texts that
differ from the first variant's. The first variant is the release as it is: what it writes must
be what Helm writes, or the answer is not trusted.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath
from catalogc.render.answers import invalid_manifest_failure
from catalogc.render.payload import known_as
from catalogc.render.reach import Reach
from catalogc.render.variants import (
    MOST_VARIANTS,
    Variant,
    VariantAnswer,
    VariantPatch,
    VariantsJob,
    VariantsResult,
)
from catalogc.workers.frames import Message, encode

_DRIVER = "templates/zz-catalogc-variants.yaml"
_SUBCHART_TEMPLATE = re.compile(r"charts/.*(\.tgz|/templates/(.*/)?[^_/][^/]*)")
_VARIANT = """\
{{- define "catalogc.variant" }}
{{- $root := index . 0 }}{{ $number := index . 1 }}{{ $first := index . 2 }}
{{- $variant := index $root.Values.catalogcVariants $number }}
{{- $chart := $root.Chart.Name }}
{{- range $key := list "global" SUBCHARTS }}
{{- if and (hasKey $root.Values $key) (not (hasKey $variant.values $key)) }}
{{- $_ := set $variant.values $key (deepCopy (get $root.Values $key)) }}
{{- end }}
{{- end }}
{{- $names := list TEMPLATES }}
{{- range $place := $variant.templates }}
{{- $index := int $place }}{{ $name := index $names $index }}
{{- $member := printf "%s/%s" $chart $name }}
{{- $release := dict "Name" $variant.name "Namespace" $variant.namespace
      "Revision" $root.Release.Revision "Service" $root.Release.Service
      "IsInstall" $root.Release.IsInstall "IsUpgrade" $root.Release.IsUpgrade }}
{{- $text := include $member (dict "Values" $variant.values "Release" $release
      "Chart" $root.Chart "Files" $root.Files "Capabilities" $root.Capabilities
      "Subcharts" $root.Subcharts
      "Template" (dict "Name" $member "BasePath" $root.Template.BasePath)) }}
{{- if eq $number 0 }}{{ $_ := set $first $name $text }}{{ end }}
{{- if or (eq $number 0) (ne $text (get $first $name)) }}
⟦catalogc variant {{ $number }} {{ $index }}⟧
{{ $text }}
⟦catalogc end⟧
{{- end }}
{{- end }}
{{- end }}
"""
# One line a variant: an error names the line.
_START = "{{- $root := . }}{{ $first := dict }}{{ $count := len .Values.catalogcVariants }}"
_LINE = (
    '{{- if gt $count NUMBER }}{{ include "catalogc.variant" (list $root NUMBER $first) }}{{ end }}'
)


@dataclass(frozen=True, slots=True)
class DrivenChart:
    """A chart with a driver, and the templates that the driver includes."""

    chart: Chart
    driver: str
    templates: tuple[str, ...]
    reach: Reach

    def concerned(self, variant: Variant) -> list[int]:
        """The templates, by number, that may write something else for a variant."""
        return [
            number
            for number, name in enumerate(self.templates)
            if variant.changed is None or self.reach.may_reach(name, variant.changed)
        ]


def drive(chart: Chart) -> DrivenChart | None:
    """Add a driver to a chart; None for one with subcharts that write objects themselves."""
    if any(_SUBCHART_TEMPLATE.fullmatch(path) for path in chart.files):
        return None
    templates = tuple(sorted(path for path in chart.files if _writes_objects(path)))
    subcharts = {path.split("/")[1] for path in chart.files if path.startswith("charts/")}
    body = _VARIANT.replace("TEMPLATES", _quoted(templates))
    body = body.replace("SUBCHARTS", _quoted(subcharts))
    lines = [_LINE.replace("NUMBER", str(number)) for number in range(MOST_VARIANTS + 1)]
    text = "\n".join([_START, *lines, body])
    # Line n + 2 is that of variant n: see driven.py.
    digest = hashlib.sha256(f"variants of {chart.digest}".encode()).hexdigest()
    files = {**chart.files, _DRIVER: text.encode()}
    return DrivenChart(
        replace(chart, files=files, digest=digest), _DRIVER, templates, Reach(chart.files)
    )


def _writes_objects(path: str) -> bool:
    base = path.rpartition("/")[2]
    left_out = base.startswith("_") or base == "NOTES.txt" or "templates/tests/" in path
    return path.startswith("templates/") and not left_out


def _quoted(texts: tuple[str, ...] | set[str]) -> str:
    return " ".join(json.dumps(text, ensure_ascii=False) for text in sorted(texts))


def variants_frame(job: VariantsJob, driven: DrivenChart, kube_version: str) -> bytes:
    """What a worker is told about variants; the first one is the release as it is.

    Raises:
        ValueError: the values are not JSON: a number that is not finite, or a loop.
        TypeError: the values hold something else than plain data.
    """
    variants = [_json(variant, driven) for variant in (job.unchanged, *job.variants)]
    values = json.dumps(job.base.values, allow_nan=False)
    chart, name = known_as(driven.chart, once=True), job.base.release_name
    plan = (driven.driver, list(driven.templates), variants)
    return encode(("variants", chart, name, job.base.namespace, values, kube_version, plan))


def _json(variant: Variant, driven: DrivenChart) -> str:
    data = {
        "name": variant.release_name,
        "namespace": variant.namespace,
        "values": variant.values,
        "templates": driven.concerned(variant),
    }
    return json.dumps(data, allow_nan=False)


def read_variants(message: Message, job: VariantsJob) -> VariantsResult:
    """Turn what a worker said about variants into their answers."""
    if message[0] != "variants":
        return unanswered(job)
    return VariantsResult(tuple(_answer(answer) for answer in message[1]))


def unanswered(job: VariantsJob) -> VariantsResult:
    """The result of variants that are to be rendered one by one."""
    return VariantsResult((None,) * len(job.variants))


def _answer(answer: Message | None) -> VariantAnswer | None:
    if answer is None:
        return None
    verb, *rest = answer
    if verb == "invalid":
        return VariantAnswer(failure=invalid_manifest_failure(*rest))
    rows, patches = rest
    changed = {template: tuple(Resource(*row) for row in found) for template, found in rows.items()}
    return VariantAnswer(changed, tuple(_patch(*patch) for patch in patches))


def _patch(identity: tuple[str, str, str, str, str], path: FieldPath, value: Any) -> VariantPatch:
    api_version, kind, namespace, name, template = identity
    key = ResourceKey(api_version.rpartition("/")[0], kind, namespace, name)
    return VariantPatch(key, template, path, value)
