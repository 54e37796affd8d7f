"""Charts that fail, and the failure that every back end must report."""

from dataclasses import dataclass, field
from typing import Any

from render.fixture_charts import CONFIG_MAP

HELPERS = """\
{{- define "demo.name" -}}
{{ required "name is needed" .Values.name }}
{{- end -}}
{{- define "demo.labels" -}}
app: {{ include "demo.name" . }}
{{- end -}}
{{- define "demo.deep" -}}
{{ .Values.model.gpu.count }}
{{- end -}}
{{- define "demo.loop" }}{{ include "demo.loop" . }}{{ end -}}
{{- define "demo.turn" }}{{ template "demo.turn" . }}{{ end -}}
"""


@dataclass(frozen=True)
class Case:
    """A template, and where and how it fails."""

    name: str
    template: str
    message: str
    at: tuple[str, int, int] = ("templates/a.yaml", 0, 0)
    expression: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    kind: str = "template-error"


A = "templates/a.yaml"
TPL = "templates/_helpers.tpl"
ERROR_CASES = [
    Case("fail", 'a: 1\nb: {{ fail "no: way" }}\n', "no: way", (A, 2, 7)),
    Case("fail on two lines", '{{ fail "one\\ntwo" }}', "one\ntwo", (A, 1, 4)),
    Case("required", 'b: {{ required "give b" .Values.b }}', "give b", (A, 1, 7)),
    Case(
        # Helm names the outermost include: the place where the chart decided to fail is lost.
        "required in a nested template",
        'a: 1\n{{ include "demo.labels" . }}\n',
        "name is needed",
        (A, 2, 4),
    ),
    Case("fail in tpl", 'x: {{ tpl "{{ fail \\"inner\\" }}" . }}', "inner", (A, 1, 7)),
    Case(
        "nil pointer",
        "é: 1\nb: {{ .Values.model.gpu.count }}\n",
        ".Values.model is not set, so gpu cannot be read from it",
        (A, 2, 14),  # Go points behind the first name of a chain
        ".Values.model.gpu.count",
    ),
    Case(
        "nil pointer in a nested template",
        'b: {{ include "demo.deep" . }}\n',
        ".Values.model is not set, so gpu cannot be read from it",
        (TPL, 8, 11),
        ".Values.model.gpu.count",
    ),
    Case(
        "field of a scalar",
        "b: {{ .Values.model.gpu }}\n",
        "gpu cannot be read from .Values.model, which is no mapping",
        (A, 1, 14),
        ".Values.model.gpu",
        {"model": "phi"},
    ),
    Case(
        "field of a loop variable",
        "{{ range .Values.list }}{{ .x }}{{ end }}\n",
        "x cannot be read from the current value, which is no mapping",
        (A, 1, 28),
        ".x",
        {"list": [1]},
    ),
    Case(
        "index out of range",
        "a: {{ index .Values.list 3 }}\n",
        "index: index out of range: 3",
        (A, 1, 7),
        "index .Values.list 3",
        {"list": [1]},
    ),
    Case(
        "compared types",
        "a: {{ if gt .Values.count 3 }}b{{ end }}\n",
        "gt: incompatible types for comparison: string and int",
        (A, 1, 10),
        "gt .Values.count 3",
        {"count": "four"},
    ),
    Case(
        "division by zero",
        "a: {{ div 1 0 }}\n",
        "div: runtime error: integer divide by zero",
        (A, 1, 7),
        "div 1 0",
    ),
    Case(
        "error of a function",
        'a: {{ mustFromJson "{" }}\n',
        "mustFromJson: unexpected end of JSON input",
        (A, 1, 7),
        'mustFromJson "{"',
    ),
    Case(
        "include of nothing",
        'a:\n{{ include "nope" . }}\n',
        'there is no named template "nope"',
        (A, 2, 4),
        'include "nope" .',
    ),
    Case(
        "template of nothing",
        'a:\n{{ template "nope" . }}\n',
        'there is no named template "nope"',
        (A, 2, 13),
        '{{template "nope" .}}',
    ),
    Case(
        "include recursion",
        'a: {{ include "demo.loop" . }}\n',
        'the named template "demo.loop" includes itself without end',
        (TPL, 10, 29),
        'include "demo.loop" .',
    ),
    Case(
        "template recursion",
        'a: {{ template "demo.turn" . }}\n',
        "a named template calls itself without end",
        (TPL, 11, 38),
        '{{template "demo.turn" .}}',
    ),
    Case(
        "error in tpl",
        "a: {{ tpl .Values.text . }}\n",
        "in the text given to tpl: .Values.q is not set, so r cannot be read from it",
        (A, 1, 7),
        "tpl .Values.text .",
        {"text": "{{ .Values.q.r }}"},
    ),
    Case(
        "parse error in tpl",
        "a: {{ tpl .Values.text . }}\n",
        "the text given to tpl is no template: `if` needs a value",
        (A, 1, 7),
        "tpl .Values.text .",
        {"text": "{{ if }}"},
    ),
    Case("missing value", "a:\n{{ if }}\n", "`if` needs a value", (A, 2, 0)),
    Case(
        "missing end",
        "a:\n{{ if true }}\n",
        "a block is opened and never closed: an `end` or `}}` is missing",
        (A, 3, 0),
    ),
    Case(
        "unknown function",
        'a: 1\nb: {{ env "HOME" }}\n',
        "Helm has no template function `env`",
        (A, 2, 0),
    ),
    Case(
        "unknown function on a later line of its action",
        "a: {{ .Values.a\n  | expandenv }}\n",
        "Helm has no template function `expandenv`",
        (A, 2, 0),
    ),
    Case("other parse error", "b: {{ .Values.a ) }}\n", "unexpected right paren", (A, 1, 0)),
    Case(
        "no name",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n",
        "the object at line 1 of its output (ConfigMap) has no metadata.name",
        (A, 0, 0),
        kind="invalid-manifest",
    ),
    Case(
        "date",
        CONFIG_MAP + 'data: {year: {{ now | date "2006" | quote }}}\n',
        "the template renders something else each time: it reads the clock, a random source or a "
        "list without an order",
        (A, 0, 0),
        kind="non-deterministic-template",
    ),
]
