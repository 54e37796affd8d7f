"""Labels of namespaces in inventories: the short form, and what kubectl prints."""

import pytest

from catalogc.discover.listing import refused_file
from catalogc.files import Repository
from catalogc.parse.document import parse_document, parse_documents
from catalogc.resolve.inventory import read_clusters
from catalogc.sources import Sources
from repository import place, write

SHORT = """\
apiVersion: catalogc.dev/v1
kind: Cluster
metadata: {{name: c}}
spec:
  nodePools: [{{name: a, count: 1, allocatable: {{cpu: 1}}}}]
  namespaces: {0}
"""
PRINTED = """\
kind: List
items:
  - {kind: Node, metadata: {name: node-1}, status: {allocatable: {cpu: 1}}}
  - {kind: Namespace, metadata: {name: web, labels: {team: web, tier: 1}}}
  - {kind: Namespace, metadata: {name: plain}}
"""

# Name, file, namespaces, findings.
CASES = [
    ("short", SHORT.format("{web: {labels: {team: web}}}"), {"web": {"team": "web"}}, []),
    ("without labels", SHORT.format("{web: {}, ml: }"), {"web": {}, "ml": {}}, []),
    ("printed", PRINTED, {"web": {"team": "web", "tier": "1"}, "plain": {}}, []),
    ("no name", SHORT.format("{Web: {}}"), None, ["c.yaml:6:15-6:24 invalid-value"]),
    (
        "another key",
        SHORT.format("{web: {label: {}}}"),
        None,
        ["c.yaml:6:22-6:27 unknown-field"],
    ),
]


@pytest.mark.parametrize(("text", "namespaces", "expected"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_namespaces(tmp_path, text, namespaces, expected):
    write(tmp_path, {"c.yaml": text})
    sources = Sources(Repository(tmp_path, {}), parse_document, parse_documents, refused_file)
    outcome = read_clusters(["c.yaml"], sources)
    assert [f"{place(item)} {item.rule}" for item in outcome.findings] == expected
    if namespaces is not None:
        cluster = outcome.value["c"]
        assert dict(cluster.namespaces) == namespaces
        assert len(cluster.node_pools) == 1
