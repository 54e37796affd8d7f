"""Which templates a value may reach: never less than it does."""

import pytest

from catalogc.model.source import parse_path
from catalogc.render.reach import Reach

HELPERS = """\
{{ define "port" }}{{ .Values.service.port }}{{ end }}
{{ define "labels" }}{{ .Values.labels.team }}{{ include "port" . }}{{ end }}
"""

# template, value, whether it may reach it
CASES = [
    ("{{ .Values.service.port }}", "service.port", True),
    ("{{ .Values.service.port }}", "service.name", False),
    ("{{ .Values.service.port }}", "ports.service", False),
    ("{{ toYaml .Values.service }}", "service.name", True),
    ("{{ with .Values.service }}{{ toYaml . }}{{ end }}", "service.name", True),
    ("{{ $s := .Values.service }}", "service.name", True),
    ("{{ toYaml .Values }}", "any.thing", True),
    ("{{ $v := $.Values }}{{ $v.a }}", "b", True),
    ('{{ index .Values "service" "port" }}', "service.port", True),
    ('{{ index .Values "service" "port" }}', "other", False),
    ('{{ get .Values "service" }}', "service.port", True),
    ('{{ hasKey .Values "service" }}', "other", False),
    ("{{ index .Values $name }}", "other", True),
    ('{{ include "port" . }}', "service.port", True),
    ('{{ include "labels" . }}', "service.port", True),
    ('{{ include "port" . }}', "labels.team", False),
    ("{{ include $name . }}", "any", True),
    ('{{ include (print "po" "rt") . }}', "any", True),
    ('{{ template "port" . }}', "labels.team", False),
    ("{{ tpl .Values.text . }}", "any", True),
    ('{{ include "unknown" . }}', "any", True),
    ("{{ range .Values.items }}{{ .name }}{{ end }}", "items[0].name", True),
    ("{{ .Values.items }}", "others[0].name", False),
    ("plain: text", "plain", False),
]


@pytest.mark.parametrize(("template", "value", "expected"), CASES)
def test_reach(template, value, expected):
    files = {"templates/a.yaml": template.encode(), "templates/_h.tpl": HELPERS.encode()}
    assert Reach(files).may_reach("templates/a.yaml", [parse_path(value)]) is expected
