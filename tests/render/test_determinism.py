import pytest

from catalogc.render.determinism import (
    extra_renders,
    extra_renders_of_values,
    first_difference,
    with_later_clock,
)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a: {{ .Values.now }}", 0),
        ("a: now {{ .Values.a }} now", 0),
        ('a: {{ print "now and then" }}', 0),
        ("a: {{ print `now` }}", 0),
        ("{{/* now, or randAlpha */}}", 0),
        ("{{- /* }} now */ -}}", 0),
        ("a: {{ $now }}{{ .now }}", 0),
        ("a: {{ nowhere .Values.a }}", 0),
        ("a: {{ generate .Values.a }}", 0),
        ("a: {{ now }}", 1),
        ('a: {{- now | date "2006" -}}', 1),
        ('a: {{ printf "}}" | print now }}', 1),
        ("a: {{ now.Unix }}", 1),
        ("a: {{ (now).Unix }}", 1),
        ("a: {{ ago .Values.since }}", 1),
        ("a: {{\n  .Values.a\n  | default (randAlphaNum 8)\n}}", 1),
        ("a: {{ uuidv4 }}", 1),
        ("a: {{ shuffle .Values.a }}", 1),
        ('a: {{ genCA "ca" 365 }}', 1),
        ('a: {{ derivePassword 1 "long" "a" "b" "c" }}', 1),
        ("a: {{ bcrypt .Values.a }}", 1),
        ("a: {{ keys .Values.a | sortAlpha }}", 0),
        ("a: {{ keys .Values.a | join }}", 4),
        ("a: {{ values .Values.a | first }}", 4),
        ("a: {{ .Values.keys }}{{ .values }}", 0),
    ],
)
def test_extra_renders(template, expected):
    assert extra_renders({"templates/a.yaml": template.encode()}) == expected
    assert extra_renders({"charts/sub/templates/_a.tpl": template.encode()}) == expected
    assert extra_renders({"files/a.yaml": template.encode()}) == 0
    assert extra_renders_of_values(template) == expected


@pytest.mark.parametrize(
    ("template", "later"),
    [
        ("{{ now | date `now` }} now", '{{ (now | mustDateModify "87660h") | date `now` }} now'),
        ("{{ now.Unix }}", '{{ (now | mustDateModify "87660h").Unix }}'),
        ("{{ .now }} {{ $now }}", "{{ .now }} {{ $now }}"),
        ("{{ ago .Values.a }}", '{{ printf "%v %v" (randAlpha 12) .Values.a }}'),
    ],
)
def test_later_clock(template, later):
    files = {"templates/a.yaml": template.encode(), "files/a": b"{{ now }}"}
    changed = {"templates/a.yaml": later.encode(), "files/a": b"{{ now }}"}
    assert with_later_clock(files) == changed


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}, None),
        ({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "0", "c": "0"}, "b"),
        ({"b": "2"}, {"a": "1", "b": "2"}, "a"),
    ],
)
def test_first_difference(one, other, expected):
    assert first_difference(one, other) == expected
