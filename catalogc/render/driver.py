"""Many variants of a release in one render: templates are parsed once and run many times.

A copy of the chart gets one more template, the driver. It includes every other template by name,
once for each variant's values, as charts do to checksum a ConfigMap, and writes those texts that
differ from the first variant's. The first variant is the release as it is: what it writes must
be what Helm writes, or the answer is not trusted.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogc.model.adapter import Chart
from catalogc.model.resource import Resource, ResourceKey
from catalogc.model.source import FieldPath
from catalogc.render.answers import invalid_manifest_failure
from catalogc.render.errors import read_error
from catalogc.render.parts import ChartPart, chart_parts
from catalogc.render.payload import known_as
from catalogc.render.protocol import FailureKind, RenderFailure
from catalogc.render.reach import Reach
from catalogc.render.runs import MOST_FAILURES, MOST_RUNS
from catalogc.render.variants import (
    Variant,
    VariantAnswer,
    VariantPatch,
    VariantsJob,
    VariantsResult,
)
from catalogc.workers.frames import Message, encode

_DRIVER = "templates/zz-catalogc-variants.yaml"
_VARIANT = """\
{{- define "catalogc.variant" }}
{{- $root := index . 0 }}{{ $number := index . 1 }}{{ $first := index . 2 }}
{{- $variant := index $root.Values.catalogcVariants $number | fromJson }}
{{- $names := list TEMPLATES }}
{{- $release := dict "Name" $variant.name "Namespace" $variant.namespace
      "Revision" $root.Release.Revision "Service" $root.Release.Service
      "IsInstall" $root.Release.IsInstall "IsUpgrade" $root.Release.IsUpgrade }}
{{- range $part := $variant.parts }}
{{- $chart := $root }}{{ $folder := $root.Chart.Name }}
{{- range $name := $part.chart }}
{{- if $chart }}{{ $chart = get $chart.Subcharts $name }}{{ end }}
{{- $folder = printf "%s/charts/%s" $folder $name }}
{{- end }}
{{- if $chart }}
{{- range $key := prepend (keys $chart.Subcharts) "global" }}
{{- if and (hasKey $chart.Values $key) (not (hasKey $part.values $key)) }}
{{- $_ := set $part.values $key (deepCopy (get $chart.Values $key)) }}
{{- end }}
{{- end }}
{{- range $place := $part.templates }}
{{- $index := int $place }}{{ $name := index $names $index }}
{{- $member := printf "%s/%s" $root.Chart.Name $name }}
{{- $text := include $member (dict "Values" $part.values "Release" $release
      "Chart" $chart.Chart "Files" $chart.Files "Capabilities" $root.Capabilities
      "Subcharts" $chart.Subcharts
      "Template" (dict "Name" $member "BasePath" (printf "%s/templates" $folder))) }}
{{- if eq $number 0 }}{{ $_ := set $first $name $text }}{{ end }}
{{- if or (eq $number 0) (ne $text (get $first $name)) }}
⟦catalogc variant {{ $number }} {{ $index }}⟧
{{ $text }}
⟦catalogc end⟧
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
"""
# One line a variant: an error names the line.
_START = "{{- $root := . }}{{ $first := dict }}{{ $count := len .Values.catalogcVariants }}"
_LINE = (
    '{{- if gt $count NUMBER }}{{ include "catalogc.variant" (list $root NUMBER $first) }}{{ end }}'
)


_MOST_CONCERNED = 4096


@dataclass(frozen=True, slots=True)
class DrivenPart:
    """A chart and its templates, by their numbers."""

    part: ChartPart
    templates: tuple[int, ...]

    def seen(self, path: FieldPath) -> FieldPath | None:
        """The path of a value as this chart's templates see it; None where they do not."""
        above = self.part.path
        if path[: len(above)] == above:
            return path[len(above) :]
        return () if above[: len(path)] == path else None


@dataclass(frozen=True, slots=True)
class DrivenChart:
    """A chart with a driver, and the templates that the driver includes.

    Attributes:
        templates: files, from the top chart's folder.
        parts: the top chart and those below it that write objects.
        refusing: numbers of the templates that may refuse values in words of their own.
    """

    chart: Chart
    driver: str
    templates: tuple[str, ...]
    parts: tuple[DrivenPart, ...]
    reach: Reach
    refusing: tuple[int, ...]
    _readable: dict[tuple[int, ...], dict[str, bool]] = field(default_factory=dict, repr=False)
    _concerned: dict[tuple[FieldPath, tuple[FieldPath, ...]], list[int]] = field(
        default_factory=dict, repr=False
    )

    def concerned(self, part: DrivenPart, changed: tuple[FieldPath, ...] | None) -> list[int]:
        """The part's templates that may write something else when values are other ones."""
        if changed is None:
            return list(part.templates)
        key = part.part.path, changed
        if key not in self._concerned:
            if len(self._concerned) >= _MOST_CONCERNED:
                self._concerned.clear()
            paths = [path for path in map(part.seen, changed) if path is not None]
            found = [number for number in part.templates if self._may_reach(number, paths)]
            self._concerned[key] = found
        return self._concerned[key]

    def read(self, templates: Sequence[int], values: Mapping[str, Any]) -> dict[str, Any]:
        """Those of a chart's values that some of its templates may read."""
        known = self._readable.setdefault(tuple(templates), {})
        for key in values:
            if key not in known:
                known[key] = any(self._may_reach(number, [(key,)]) for number in templates)
        return {key: value for key, value in values.items() if known[key]}

    def _may_reach(self, number: int, paths: Sequence[FieldPath]) -> bool:
        return bool(paths) and self.reach.may_reach(self.templates[number], paths)

    def fixed(self, values: Mapping[str, Any]) -> "DrivenChart":
        """The same for releases with the same charts below, which a loaded chart remembers."""
        switches = [_at(values, switch) for part in self.parts for switch in part.part.switches]
        if not switches:
            return self
        state = json.dumps(switches)
        digest = hashlib.sha256(f"{state} of {self.chart.digest}".encode()).hexdigest()
        return replace(self, chart=replace(self.chart, digest=digest, has_dependencies=False))


def drive(chart: Chart) -> DrivenChart | None:
    """Add a driver to a chart; None for one whose subcharts cannot be told by their files."""
    parts = chart_parts(chart.files)
    reach = Reach(chart.files)
    if parts is None or (len(parts) > 1 and reach.names_subcharts):
        return None
    found: list[str] = []
    driven = []
    for part in parts:
        written = sorted(path for path in chart.files if _writes_objects(path, part))
        if written or part.is_top:
            numbers = range(len(found), len(found) + len(written))
            driven.append(DrivenPart(part, tuple(numbers)))
            found += written
    templates = tuple(found)
    body = _VARIANT.replace("TEMPLATES", _quoted(templates))
    lines = [_LINE.replace("NUMBER", str(number)) for number in range(MOST_RUNS + 1)]
    text = "\n".join([_START, *lines, body])
    # Line n + 2 is that of variant n: see driven.py.
    digest = hashlib.sha256(f"variants of {chart.digest}".encode()).hexdigest()
    files = {**chart.files, _DRIVER: text.encode()}
    refusing = tuple(number for number, name in enumerate(found) if reach.may_refuse(name))
    chart = replace(chart, files=files, digest=digest)
    return DrivenChart(chart, _DRIVER, templates, tuple(driven), reach, refusing)


def _writes_objects(path: str, part: ChartPart) -> bool:
    base = path.rpartition("/")[2]
    left_out = base.startswith("_") or base == "NOTES.txt" or "templates/tests/" in path
    return path.startswith(f"{part.prefix}templates/") and not (left_out or part.is_library)


def _quoted(texts: tuple[str, ...]) -> str:
    return " ".join(json.dumps(text, ensure_ascii=False) for text in texts)


def variants_frame(job: VariantsJob, driven: DrivenChart, kube_version: str) -> bytes:
    """What a worker is told about variants; the first one is the release as it is.

    Raises:
        ValueError: the values are not JSON: a number that is not finite, or a loop.
        TypeError: the values hold something else than plain data.
    """
    texts: dict[int, str] = {}  # of values that many variants have, by identity
    variants = [_json(variant, driven, texts) for variant in (job.unchanged, *job.variants)]
    values = json.dumps(job.base.values, allow_nan=False)
    chart, name = known_as(driven.chart, once=True), job.base.release_name
    plan = (driven.driver, list(driven.templates), variants, list(driven.refusing))
    return encode(("variants", chart, name, job.base.namespace, values, kube_version, plan))


def _json(variant: Variant, driven: DrivenChart, texts: dict[int, str]) -> str:
    parts = ", ".join(
        f'{{"chart": {json.dumps(part.part.path)}, "templates": {json.dumps(concerned)}, "values": '
        f"{_mapping(driven.read(concerned, _values(variant.values, part.part)), texts)}}}"
        for part in driven.parts
        if (concerned := driven.concerned(part, variant.changed))
    )
    name, namespace = json.dumps(variant.release_name), json.dumps(variant.namespace)
    return f'{{"name": {name}, "namespace": {namespace}, "parts": [{parts}]}}'


def _mapping(values: Mapping[str, Any], texts: dict[int, str]) -> str:
    entries = []
    for key, value in values.items():
        if id(value) not in texts:
            texts[id(value)] = json.dumps(value, allow_nan=False)
        entries.append(f"{json.dumps(key)}: {texts[id(value)]}")
    return f"{{{', '.join(entries)}}}"


def _values(values: Any, part: ChartPart) -> Mapping[str, Any]:
    """What a chart's own templates see; Helm hands down what is global, and the driver adds it."""
    values = _at(values, part.path)
    known = values if isinstance(values, Mapping) else {}
    return known if part.is_top else {key: known[key] for key in known if key != "global"}


def _at(values: Any, path: FieldPath) -> Any:
    for name in path:
        values = values.get(name) if isinstance(values, Mapping) else None
    return values


def read_variants(message: Message, job: VariantsJob) -> VariantsResult:
    """Turn what a worker said about variants into their answers."""
    if message[0] != "variants":
        return unanswered(job)
    name = job.base.chart.name
    return VariantsResult(tuple(answer and _answer(answer, name) for answer in message[1]))


def unanswered(job: VariantsJob) -> VariantsResult:
    """The result of variants that are to be rendered one by one."""
    return VariantsResult((None,) * len(job.variants))


def _answer(answer: Message, chart_name: str) -> VariantAnswer:
    rows, patches, failures = answer
    changed = {template: tuple(Resource(*row) for row in found) for template, found in rows.items()}
    found = tuple(_patch(*patch) for patch in patches)
    if not failures:
        return VariantAnswer(changed, found)
    (verb, *rest), *more = failures
    # Which of several errors Helm sees first is up to it; it names the line of a refusal.
    is_exact = verb == "invalid" or (verb == "error" and not (more and more[0][0] != "invalid"))
    failure = _failure(verb, rest, chart_name)
    if len(failures) > MOST_FAILURES:
        return VariantAnswer(failure=failure, is_exact=is_exact)
    return VariantAnswer(changed, found, failure, is_exact=is_exact)


def _failure(verb: str, rest: Sequence[str], chart_name: str) -> RenderFailure:
    if verb == "invalid":
        template, message, excerpt = rest
        return invalid_manifest_failure(template, message, excerpt)
    if verb == "error":
        return read_error(rest[0], chart_name)
    template, message = rest
    return RenderFailure(FailureKind.TEMPLATE_ERROR, message, template=template)


def _patch(identity: tuple[str, str, str, str, str], path: FieldPath, value: Any) -> VariantPatch:
    api_version, kind, namespace, name, template = identity
    key = ResourceKey(api_version.rpartition("/")[0], kind, namespace, name)
    return VariantPatch(key, template, path, value)
