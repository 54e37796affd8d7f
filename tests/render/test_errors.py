"""Error texts as Helm 4.2.3 wrote them; the live back ends are in test_engine and test_cli."""

import pytest

from catalogc.render.errors import read_error
from catalogc.render.protocol import FailureKind, RenderFailure


def template_error(message, template="", line=0, column=0, expression=""):
    kind = FailureKind.TEMPLATE_ERROR
    return RenderFailure(kind, message, template, line, column, expression)


CASES = {
    "execution error at (demo/templates/a.yaml:2:6): no: way": template_error(
        "no: way", "templates/a.yaml", 2, 7
    ),
    "parse error at (demo/templates/a.yaml:2): missing value for if": template_error(
        "`if` needs a value", "templates/a.yaml", 2
    ),
    "demo/templates/a.yaml:2:6\n"
    '  executing "demo/templates/a.yaml" at <include "c.type" .>:\n'
    "    error calling include:\n"
    "demo/charts/common/templates/_helpers.tpl:8:10\n"
    '  executing "c.type" at <.Values.a.b.c>:\n'
    "    nil pointer evaluating interface {}.b": template_error(
        ".Values.a is not set, so b cannot be read from it",
        "charts/common/templates/_helpers.tpl",
        8,
        11,
        ".Values.a.b.c",
    ),
    'template: demo/templates/a.yaml:1:6: executing "demo/templates/a.yaml" at '
    '<semverCompare "abc" "1.2">: error calling semverCompare: improper constraint: '
    '"abc"': template_error(
        'semverCompare: improper constraint: "abc"',
        "templates/a.yaml",
        1,
        7,
        'semverCompare "abc" "1.2"',
    ),
    "demo/templates/a.yaml:1:13\n"
    '  executing "demo/templates/a.yaml" at <.Values.n.foo>:\n'
    "    can't evaluate field foo in type float64": template_error(
        "foo cannot be read from .Values.n, which is a number",
        "templates/a.yaml",
        1,
        14,
        ".Values.n.foo",
    ),
    "demo/templates/a.yaml:1:13\n"
    '  executing "demo/templates/a.yaml" at <.Files.foo>:\n'
    "    can't evaluate field foo in type engine.files": template_error(
        "foo cannot be read from .Files, which is of Go type engine.files",
        "templates/a.yaml",
        1,
        14,
        ".Files.foo",
    ),
    "type mismatch on common: %!t(string=a secret)": template_error(
        "`common` is the name of a bundled chart, so its value must be a mapping"
    ),
    "cannot load values.yaml: yaml: line 1: did not find expected node content": template_error(
        "cannot load values.yaml: yaml: line 1: did not find expected node content"
    ),
    "YAML parse error on demo/templates/a.yaml: error converting YAML to JSON: yaml: line 4: "
    "mapping values are not allowed in this context": RenderFailure(
        FailureKind.INVALID_MANIFEST,
        "line 4 of its output is no YAML: mapping values are not allowed in this context",
        "templates/a.yaml",
    ),
    "YAML parse error on demo/templates/a.yaml: error unmarshaling JSON: while decoding JSON: "
    "json: cannot unmarshal array into Go value of type util.SimpleHead": RenderFailure(
        FailureKind.INVALID_MANIFEST,
        "its output is no Kubernetes object: cannot unmarshal array into Go value of type "
        "util.SimpleHead",
        "templates/a.yaml",
    ),
    "chart requires kubeVersion: >=1.40 which is incompatible with Kubernetes "
    "v1.34.0": RenderFailure(
        FailureKind.KUBE_VERSION,
        "the chart needs Kubernetes >=1.40, the target is v1.34.0",
        "Chart.yaml",
    ),
}


@pytest.mark.parametrize(("text", "failure"), CASES.items())
def test_texts_of_the_engine(text, failure):
    assert read_error(text, "demo") == failure


@pytest.mark.parametrize(("text", "failure"), CASES.items())
def test_texts_of_the_command(text, failure):
    printed = (
        'level=WARN msg="found symbolic link in path" path=/x\n'
        'time=2026-01-01T00:00:00Z level=INFO msg="chart path"\n'
        "2026/01/01 00:00:00 warning: skipped value for demo.a: Not a table.\n"
        f"Error: {text}\n\nUse --debug flag to render out invalid YAML\n"
    )
    assert read_error(printed, "demo") == failure


@pytest.mark.parametrize("text", ["", "\n", "Error: ", "template: : : executing"])
def test_texts_without_a_shape_are_kept(text):
    assert read_error(text, "demo") == template_error(text.removeprefix("Error: ").strip())
