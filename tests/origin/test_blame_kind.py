"""Which half of a kind is to blame: its API, or its name."""

import pytest

from catalogc.model.source import format_path
from catalogc.pipeline import Backend, compile_catalog
from cli.open_chart import CHART, DEV, leaf, make_open_catalog, other
from repository import place, write

API, KIND = f"{DEV}:7:8-7:", f"{DEV}:8:9-8:"
OF_KIND = "apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata: {name: one}\n"
OF_API = "apiVersion: {{ .Values.api }}\nkind: Deployment\nmetadata: {name: one}\n"
# files -> place, field
CASES = {
    "a group that has no such kind, and another one has": (
        {DEV: leaf(other("v1", "Deployment"))}, f"{API}10", "other.api",
    ),
    "a version that was removed, and another one stays": (
        {DEV: leaf(other("batch/v1beta1", "CronJob"))}, f"{API}21", "other.api",
    ),
    "a kind that was removed from every group": (
        {DEV: leaf(other("policy/v1beta1", "PodSecurityPolicy"))}, f"{KIND}26", "other.kind",
    ),
    "a kind that no group ever had": (
        {DEV: leaf(other("apps/v1", "Zebra"))}, f"{KIND}14", "other.kind",
    ),
    "a kind that is misspelt": (
        {DEV: leaf(other("apps/v1", "Deploymnt"))}, f"{KIND}18", "other.kind",
    ),
    "the leaf says the kind alone": (
        {DEV: leaf("kind: Deployment\n"), f"{CHART}/one.yaml": OF_KIND},
        f"{DEV}:6:7-6:17", "kind",
    ),
    "the leaf says the API alone": (
        {DEV: leaf("api: apps/v3\n"), f"{CHART}/one.yaml": OF_API}, f"{DEV}:6:6-6:13", "api",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_half_that_decides(tmp_path, renderer, case):
    files, *expected = case
    make_open_catalog(tmp_path)
    write(tmp_path, files)
    found = compile_catalog(tmp_path, prepare=lambda _: Backend(renderer), select=lambda _: True)
    (finding,) = (one for one in found.findings if one.rule in ("removed-api", "manifest-schema"))
    assert [place(finding), format_path(finding.field)] == expected
