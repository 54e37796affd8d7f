"""What is said about the values of leaves, through the whole pipeline."""

import json
import textwrap

import pytest

from catalogc.origin.cache import OriginCache
from catalogc.origin.chart_check.stored_reads import stored_reads
from catalogc.origin.dead_value import DeadValues
from catalogc.pipeline import Backend
from catalogc.rules.shared.examples import PLAIN, example_chart
from repository import lint, make_repository, place, written
from scripts.origin_accuracy import load_release

LEAF = "catalog/web/shop/dev.yaml"
OURS = {"dead-value", "dormant-value", "value-flow"}
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n"
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
    - name: shop
      image: ghcr.io/acme/shop:1.4.2
      resources: {limits: {memory: 64Mi}}
"""
SCRIPT = f"{POD}      command: [sh, -c, {{{{ .Values.program | toJson }}}}]\n"
BUILT = f'{POD}      command: [sh, -c, {{{{ printf "run %s" .Values.name | toJson }}}}]\n'
ARGUMENT = f"{POD}      command: [sh, -c, 'run \"$0\"', {{{{ .Values.name | toJson }}}}]\n"
TOGGLE = f"""{HEAD}\
  a: x
  {{{{- if and .Values.route.enabled .Values.route.tls }}}}
  host: {{{{ .Values.route.host | quote }}}}
  {{{{- end }}}}
"""

# name -> template, the leaf's tail, findings
CASES = {
    "a misspelt name": (
        f'{HEAD}  a: {{{{ .Values.colour | default "red" | quote }}}}\n',
        "color: green\n",
        [
            (
                "error dead-value 5:1-5:6 no template of chart plain reads color | "
                "did you mean colour?"
            )
        ],
    ),
    "a name that is read": (
        f"{HEAD}  a: {{{{ .Values.colour | quote }}}}\n",
        "colour: green\n",
        [],
    ),
    "what makes a mapping hold something": (
        f"{HEAD}  a: {{{{ empty .Values.opened | quote }}}}\n",
        "opened: {port: 1}\n",
        [],
    ),
    "what catalogc reads": (f"{HEAD}  a: b\n", "dependsOn: []\nnamespace: web\n", []),
    "read by a text that is a template": (
        f"{HEAD}  a: {{{{ tpl .Values.text . | quote }}}}\n",
        'text: "{{ .Values.who }}"\nwho: you\n',
        [],
    ),
    "in a list": (
        f"{HEAD}  a: '{{{{ range .Values.ports }}}}{{{{ .number }}}}{{{{ end }}}}'\n",
        "ports:\n  - {number: 1, label: x}\n",
        [
            (
                "error dead-value 6:17-6:22 no template of chart plain reads ports[0].label "
                "| remove it"
            )
        ],
    ),
    "a toggle that is off by default": (
        TOGGLE,
        "route: {host: a}\n",
        [
            (
                "warning dormant-value 5:9-5:13 route.host has no effect: it is read only when "
                "route.enabled is set | see to it that route.enabled is set, or remove route.host"
            )
        ],
    ),
    "a toggle that the leaf switches off": (
        TOGGLE,
        "route: {enabled: true, tls: false, host: a}\n",
        [
            (
                "info dormant-value 5:36-5:40 route.host has no effect: it is read only when "
                "route.tls is set | see to it that route.tls is set, or remove route.host"
            )
        ],
    ),
    "toggles that are on": (TOGGLE, "route: {enabled: true, tls: true, host: a}\n", []),
    "a part of a program": (
        BUILT,
        "name: you\n",
        [
            (
                "error value-flow 5:7-5:10 name becomes a part of a program that sh runs | "
                "change the chart: give it to the program as an argument or a variable"
            )
        ],
    ),
    "a whole program is for another rule": (SCRIPT, "program: run it\n", []),
    "an argument of a program": (ARGUMENT, "name: you\n", []),
    "a number for text": (
        f"{HEAD}  a: x\nimmutable: {{{{ .Values.word }}}}\n",
        'word: "true"\n',
        [
            (
                "warning value-flow 5:7-5:13 word is text, and is rendered without quotes as the "
                "boolean true | change the chart: quote it in the template (`| quote`)"
            )
        ],
    ),
    "text in a URL": (
        f'{HEAD}  a: "https://acme.example/{{{{ .Values.page }}}}"\n',
        'page: "a b"\n',
        [
            (
                "warning value-flow 5:7-5:12 page holds ` `, and becomes a part of a URL as it is "
                "| change the chart: write it with `| urlquery`; or use a text without it"
            )
        ],
    ),
    "text of a URL that is written for it": (
        f'{HEAD}  a: "https://acme.example/{{{{ .Values.page | urlquery }}}}"\n',
        'page: "a b"\n',
        [],
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("leaves"))


def said(finding):
    start = place(finding).rpartition("/")[2].partition(":")[2]
    return f"{finding.severity} {finding.rule} {start} {finding.message} | {finding.help}"


@pytest.mark.parametrize(("template", "tail", "expected"), CASES.values(), ids=CASES)
def test_findings(root, renderer, template, tail, expected):
    files = {**example_chart(textwrap.dedent(template)), LEAF: PLAIN + tail}
    with written(root, files):
        found = lint(root, prepare=lambda _: Backend(renderer))
    assert [said(item) for item in found if item.rule in OURS] == expected


def test_a_pattern_keeps_a_program_safe(root, renderer):
    files = dict(example_chart(BUILT))
    schema = json.loads(files["charts/plain/values.schema.json"])
    schema["properties"]["name"] = {"type": "string", "pattern": "^[a-z]+$"}
    files |= {"charts/plain/values.schema.json": json.dumps(schema), LEAF: f"{PLAIN}name: you\n"}
    with written(root, files):
        found = lint(root, prepare=lambda _: Backend(renderer))
    assert [item for item in found if item.rule in OURS] == []


def test_the_rendered_and_the_template_line_are_told(root, renderer):
    with written(root, {**example_chart(BUILT), LEAF: f"{PLAIN}name: you\n"}):
        found = lint(root, prepare=lambda _: Backend(renderer))
    (finding,) = [item for item in found if item.rule in OURS]
    assert [place(label) for label in finding.related] == [
        "rendered/dev/manifests/web/shop/pod-shop.yaml:15:7-15:14",
        "charts/plain/templates/plain.yaml:9:7-9:69",
    ]


class CountingRenderer:
    version = "none"

    def render(self, jobs):
        raise AssertionError(list(jobs))


def test_a_clean_leaf_costs_no_render(tmp_path, item):
    cache = OriginCache(tmp_path)
    dead = DeadValues(CountingRenderer(), lambda _: "1.34", cache)
    assert [finding.severity for finding in dead.findings([item])] == []


@pytest.fixture(scope="module")
def item(renderer):
    from origin.samples import rendered

    return rendered(renderer, "gpu-container-load", "full")


def test_reads_are_stored(tmp_path):
    chart = load_release(
        "charts/gpu-container-load", "charts/gpu-container-load/ci/full-values.yaml"
    ).adapter.chart
    first = stored_reads(chart, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    second = stored_reads(chart, tmp_path / "cache")
    assert second is not first
    assert [read[:3] for read in second.reads] == [read[:3] for read in first.reads]
    assert second.printed == first.printed
    file.write_bytes(file.read_bytes()[:-1])
    assert len(stored_reads(chart, tmp_path / "cache").reads) == len(first.reads)
