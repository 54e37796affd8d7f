"""``catalogc chart check``: findings of one chart, positions and exit codes."""

import json

import pytest

from chart_check.charts import write_chart
from cli.in_process import inside
from cli.run import catalogc

DEAD = {"values": {"colour": "red", "size": 1}, "template": "a: {{ .Values.colour | quote }}"}
UNQUOTED = {"values": {"colour": "red"}, "template": "a: {{ .Values.colour }}"}
UNKNOWN = {
    "values": {"text": "", "more": {}},
    "template": "a: {{ tpl .Values.text . | quote }}",
}


@pytest.mark.parametrize(
    ("case", "options", "code"),
    [
        (UNQUOTED, (), 0),
        (UNQUOTED, ("--fail-on", "warning"), 1),
        (UNKNOWN, (), 0),
        (UNKNOWN, ("--strict",), 1),
    ],
)
def test_exit_codes(tmp_path, case, options, code):
    folder = write_chart(tmp_path, case)
    done = inside("chart", "check", folder, *options, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (code, "")


def test_the_text_shows_the_line(tmp_path):
    write_chart(tmp_path, DEAD)
    done = catalogc("chart", "check", "shop", cwd=tmp_path)
    assert done.returncode == 1
    frame, _, end = done.stdout.rpartition("\n\n")
    assert frame == (
        "error[dead-value]: no template reads size\n"
        " --> shop/values.yaml:2:1\n"
        "  |\n"
        "2 | size: 1\n"
        "  | ^^^^ changes nothing in what is rendered\n"
        "  = field: size\n"
        "  = help: remove it, or read it in a template"
    )
    assert end.startswith("Checked shop in ")
    assert end.endswith(" s: 1 error, no warnings.\n")


def test_sarif(tmp_path):
    write_chart(tmp_path, DEAD)
    sarif = inside("chart", "check", "shop", "--format", "sarif", cwd=tmp_path).stdout
    (result,) = json.loads(sarif)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (result["ruleId"], region["startLine"]) == ("dead-value", 2)


def test_no_chart(tmp_path):
    done = inside("chart", "check", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no chart" in done.stderr
