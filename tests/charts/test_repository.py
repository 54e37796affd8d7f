"""Charts, their READMEs and their Backstage entities agree; real Helm accepts the charts."""

import json
import re
import subprocess
import sys

import pytest
import yaml

from charts.chart_harness import (
    ADAPTERS,
    CHARTS,
    CI_CASES,
    KUBERNETES,
    ROOT,
    UMBRELLA_CASES,
    UMBRELLAS,
    documents,
    fields,
    handed_down,
    load_ci,
    load_schema,
    pack,
)
from tools import require_tool

BACKSTAGE = ROOT / ".cat" / "backstage"
TEMPLATES = [path for path in CHARTS.glob("*/templates/*") if path.is_file()]
UNSTABLE = re.compile(
    r"\b(now|rand\w+|uuidv4|gen(CA|SelfSigned\w*|Signed\w*|PrivateKey)|lookup|tpl)\b"
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(CHARTS)))
def test_templates_fit_a_screen_and_are_deterministic(template):
    text = template.read_text("utf-8")
    code = re.sub(r"\{\{/\*.*?\*/\}\}", "", text, flags=re.DOTALL)
    assert not UNSTABLE.search(code)
    assert len(text.splitlines()) <= 100


@pytest.mark.parametrize("chart", [*ADAPTERS, *UMBRELLAS])
def test_entity_names_the_chart(chart):
    entity = yaml.safe_load((BACKSTAGE / f"{chart}.catalog-info.yaml").read_text("utf-8"))
    assert entity["metadata"]["name"] == chart
    assert entity["spec"]["type"] == "platform-base-chart"
    assert entity["metadata"]["annotations"]["catalogc.dev/chart-path"] == f"charts/{chart}"
    workload_type = load_schema(chart)["properties"]["workloadType"]["const"]
    assert entity["metadata"]["labels"]["catalogc.dev/workload-type"] == workload_type


def test_generated_files_are_up_to_date():
    check = [sys.executable, "-m", "scripts.chartgen", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("chart", [*ADAPTERS, *UMBRELLAS])
def test_readme_lists_every_field_and_its_default(chart):
    readme = (CHARTS / chart / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \| (?:`([^`]*)`)? *\|", readme, re.MULTILINE)
    documented = {
        name: json.dumps(node["default"]) if "default" in node else ""
        for name, node in fields(load_schema(chart))
        if "properties" not in node
    }
    assert dict(rows) == documented


@pytest.mark.parametrize("chart", [*ADAPTERS, *UMBRELLAS])
def test_readme_examples_are_leaves(chart, helm):
    readme = (CHARTS / chart / "README.md").read_text("utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert examples
    for example in examples:
        assert documents(helm.render(chart, yaml.safe_load(example)))


@pytest.mark.parametrize(("chart", "feature"), [*CI_CASES, *UMBRELLA_CASES])
def test_real_helm_agrees(chart, feature, helm, tmp_path):
    program = require_tool("helm")
    archive, values = tmp_path / f"{chart}.tgz", tmp_path / "values.json"
    archive.write_bytes(pack(chart))
    values.write_text(json.dumps(handed_down(chart, load_ci(chart)[feature])))
    lint = [program, "lint", "--strict", archive, "--values", values]
    subprocess.run(lint, check=True, capture_output=True)
    template = [program, "template", "release", archive, "--values", values, "--namespace",
                "fallback", "--kube-version", f"v{KUBERNETES}.0"]  # fmt: skip
    done = subprocess.run(template, check=True, capture_output=True, encoding="utf-8")
    found = [document for document in yaml.safe_load_all(done.stdout) if document]
    ours = documents(helm.render(chart, load_ci(chart)[feature]))
    assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, ours))
