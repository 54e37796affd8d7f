"""Whatever is edited: what is judged and built of a change is what a full run says."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from affected.small_catalog import FILES, commit, leaf, make_catalog, values_schema
from catalogc.affected.base import Base
from catalogc.cli.output import output_trees, write_output
from catalogc.cli.selection import reached
from catalogc.git.runner import Git
from catalogc.git.trees import GitTree
from catalogc.pipeline import Backend, compile_catalog
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from repository import written

LEAVES = sorted(path for path in FILES if path.startswith("catalog/web/") and "_" not in path)
NAMES = ("one", "two", "three", "four", "five", "gone")


@pytest.fixture(scope="module")
def renderer():
    with EngineRenderer(RenderSettings(kube_version="1.34", jobs=1)) as engine:
        yield engine


class Start(SimpleNamespace):
    """The catalog with its output, committed; and what a full run said of it."""

    def __init__(self, root, tree, findings):
        super().__init__(root=root, tree=tree, findings=findings)

    def __repr__(self):
        return "<the base>"


@pytest.fixture(scope="module")
def base(tmp_path_factory, renderer):
    root = make_catalog(tmp_path_factory.mktemp("any") / "catalog")
    compiled = compile_all(root, renderer)
    assert not compiled.has_errors
    write_output(
        root / "rendered", output_trees(compiled, None), allow_delete=None, all_environments=True
    )
    tree = GitTree.of_commit(Git.find(root, {}), commit(root))
    return Start(root, tree, prints(compiled.findings))


def compile_all(root, renderer, base=None):
    return compile_catalog(
        root, prepare=lambda _: Backend(renderer), select=lambda _: True, base=base
    )


def prints(findings):
    return {(item.rule, item.location.file.path, item.message, item.leaf) for item in findings}


def leaf_text(draw):
    kind = draw(st.sampled_from(["APP", "APP", "WIDGET"]))
    name, env = draw(st.sampled_from(NAMES[:5])), draw(st.sampled_from(["dev", "prod"]))
    if kind == "WIDGET":
        return leaf(name, env, kind, size=draw(st.integers(1, 9)))
    values = {
        "message": draw(st.sampled_from(["hello", "hi", "bye"])),
        "replicas": draw(st.integers(1, 9)),
        "uses": draw(st.sampled_from(NAMES)),
    }
    keep = draw(st.sets(st.sampled_from(sorted(values))))
    return leaf(name, env, **{key: value for key, value in values.items() if key in keep})


SCHEMA = (
    '{"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": '
    '{"maximum": %d}}}}, "x-catalogc-origin": {"apiVersion": "acme.example.com/v1", "kind": '
    '"Widget", "served": true, "source": "test"}}'
)
POLICY = """\
apiVersion: catalogc.dev/v1
kind: Policy
metadata: {name: single-replica-production}
spec: {rule: single-replica-production, level: {production: error, default: off}}
"""
SHARED = {
    "catalogc.yaml": [FILES["catalogc.yaml"].replace("1.34", "1.33"), FILES["catalogc.yaml"] + "#"],
    "charts/app/values.yaml": ["message: hello\nreplicas: 3\nuses: two\n"],
    "charts/app/values.schema.json": [values_schema(message="string", uses="string")],
    "charts/app/templates/app.yaml": [
        FILES["charts/app/templates/app.yaml"].replace("1.0.0", "1.0.1"),
        FILES["charts/app/templates/app.yaml"].replace("ConfigMap", "Secret"),
    ],
    "charts/common/templates/_labels.tpl": [
        FILES["charts/common/templates/_labels.tpl"].replace("app:", "name:")
    ],
    "charts/widget/templates/widget.yaml": [
        FILES["charts/widget/templates/widget.yaml"] + "status: {}\n"
    ],
    "charts/widget/README.md": ["# More\n"],
    "catalog/clusters/small.yaml": [FILES["catalog/clusters/small.yaml"].replace("1.34", "1.32")],
    "catalog/web/_defaults.yaml": ["serviceCatalog: web\nmessage: from defaults\n", None],
    "catalog/web/three/_defaults.yaml": [None],
    "catalog/web/two/_defaults.yaml": ["message: from two\n"],
    "catalog/_defaults.yaml": ["serviceCatalog: web\n", "namespace: elsewhere\n"],
    ".cat/backstage/widget.yaml": [FILES[".cat/backstage/widget.yaml"] + "# more\n", None],
    "schemas/acme.example.com/widget-v1.json": [SCHEMA % 2, SCHEMA % 5],
    "policies/few.yaml": [POLICY],
    "README.md": ["# A catalog\n"],
}


@st.composite
def edits(draw):
    """Path -> text, or None for a file that goes; one to three files."""
    changed = {}
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            path = draw(st.sampled_from([*LEAVES, "catalog/web/new/dev.yaml"]))
            gone = path in FILES and draw(st.integers(0, 4)) == 0
            changed[path] = None if gone else leaf_text(draw)
        else:
            path = draw(st.sampled_from(sorted(SHARED)))
            changed[path] = draw(st.sampled_from(SHARED[path]))
    return changed


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits())
def test_affected_only_is_the_same_as_full(base, renderer, changed):
    root, tree, before = base.root, base.tree, base.findings
    with written(root, changed):
        full = compile_all(root, renderer)
        narrow = compile_all(root, renderer, Base("base", tree))
    shown, everything = prints(reached(narrow)), prints(full.findings)
    assert shown <= everything
    assert everything - shown <= before  # what is not shown, the base had

    if not full.has_errors:
        assert output_trees(narrow, None) == output_trees(full, None)
