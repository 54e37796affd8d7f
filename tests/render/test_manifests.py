import pytest

from catalogc.render.manifests import InvalidManifestError, read_manifests, split_documents

QUOTE = ", not a text: quote it in the template"
NAMED = "apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n"


def config(name, kind="ConfigMap"):
    return NAMED.format(kind=kind, name=name)


def read(text, member="demo/templates/a.yaml"):
    return read_manifests([(member, text)], "demo")


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("a: 1", [(1, "a: 1\n")]),
        ("\n\n  a: 1\n\n", [(3, "a: 1\n")]),
        ("---\na: 1\n---\nb: 2\n", [(2, "a: 1\n"), (4, "b: 2\n")]),
        # Helm's separator takes the line break that a second one would need.
        ("a: 1\n\n---\n\n\n---\nb: 2", [(1, "a: 1\n"), (6, "---\nb: 2\n")]),
        ("---a: 1\n---   b: 2", [(1, "a: 1\n"), (2, "b: 2\n")]),
        ("a: '---'\nb: |\n  ---\n  c", [(1, "a: '---'\nb: |\n  ---\n  c\n")]),
        ("a: x---y\n", [(1, "a: x---y\n")]),
        ("---\n", []),
        ("a: |\n  text", [(1, "a: |\n  text\n")]),
    ],
)
def test_split_documents(text, documents):
    assert list(split_documents(text)) == documents


def test_a_row_holds_the_fields_of_a_resource():
    text = (
        "apiVersion: apps/v1\nkind: Deployment\n"
        "metadata: {name: web, namespace: shop}\nspec: {replicas: 2}\n"
    )
    [row] = read(text)
    manifest = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"replicas": 2},
    }
    assert row[:6] == ("apps/v1", "Deployment", "shop", "web", "templates/a.yaml", manifest)
    assert row[6] == (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n"
        "spec:\n  replicas: 2\n"
    )


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("demo/templates/a.yaml", ["a"]),
        ("demo/templates/a.json", ["a"]),
        ("demo/crds/a.yaml", ["a"]),
        ("demo/charts/sub/templates/a.yaml", ["a"]),
        ("demo/templates/NOTES.txt", []),
        ("demo/charts/sub/templates/NOTES.txt", []),
        ("demo/templates/_a.yaml", []),
        ("demo/templates/tests/a.yaml", []),
        ("demo/charts/sub/templates/tests/a.yaml", []),
        ("demo/templates/contests/a.yaml", ["a"]),
    ],
)
def test_left_out_members(member, names):
    assert [row[3] for row in read(config("a"), member)] == names


@pytest.mark.parametrize(
    ("hook", "kept"),
    [
        ("pre-install", True),
        ("pre-install,post-upgrade", True),
        (" Pre-Install , post-rollback ", True),
        ("post-delete", True),
        ("test", False),
        ("test-success", False),
        ("pre-install,test", False),
        ("crd-install", False),
        ("", False),
    ],
)
def test_hooks(hook, kept):
    text = (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"
        f"  annotations: {{helm.sh/hook: '{hook}'}}\n"
    )
    assert [row[3] for row in read(text)] == (["a"] if kept else [])


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\n", "---\n", "# a comment\n", "---\n# a comment\n---\n---\n", "null\n", "~"],
)
def test_empty_documents(text):
    assert read(text) == []


def test_lists_are_taken_apart():
    inner = "\n".join("      " + line for line in config("a").splitlines()).lstrip()
    text = (
        "apiVersion: v1\nkind: List\nitems:\n"
        f"  - apiVersion: v1\n    kind: ConfigMapList\n    items:\n    - {inner}\n"
        "  - {apiVersion: v1, kind: Secret, metadata: {name: b}}\n"
    )
    assert [(row[1], row[3]) for row in read(text)] == [("ConfigMap", "a"), ("Secret", "b")]


def test_items_of_something_that_is_no_list_stay():
    text = "apiVersion: x/v1\nkind: Basket\nmetadata: {name: a}\nitems: [1]\n"
    assert [row[1] for row in read(text)] == ["Basket"]


def test_rows_are_sorted_by_identity_whatever_the_order_of_the_templates():
    outputs = [
        ("demo/templates/z.yaml", config("b") + "---\n" + config("a")),
        ("demo/templates/y.yaml", config("c", "Secret") + "---\n" + config("a")),
        ("demo/templates/x.yaml", "apiVersion: apps/v1\nkind: A\nmetadata: {name: d}\n"),
    ]
    rows = read_manifests(outputs, "demo")
    assert rows == read_manifests(reversed(outputs), "demo")
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("ConfigMap", "a", "templates/y.yaml"),
        ("ConfigMap", "a", "templates/z.yaml"),
        ("ConfigMap", "b", "templates/z.yaml"),
        ("Secret", "c", "templates/y.yaml"),
        ("A", "d", "templates/x.yaml"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "the object at line 1 of its output is a list, not a mapping"),
        ("just text\n", "the object at line 1 of its output is a text, not a mapping"),
        (
            config("first") + "---\n\n12\n",
            "the object at line 6 of its output is a number, not a mapping",
        ),
        ("kind: A\n", "the object at line 1 of its output has no apiVersion"),
        (
            "apiVersion: 1\n",
            "the object at line 1 of its output has an apiVersion that is a number" + QUOTE,
        ),
        ("apiVersion: v1\n", "the object at line 1 of its output has no kind"),
        ("apiVersion: v1\nkind: ''\n", "the object at line 1 of its output has no kind"),
        ("apiVersion: v1\nkind: A\n", "the object at line 1 of its output (A) has no metadata"),
        (
            "apiVersion: v1\nkind: A\nmetadata: {generateName: a-}\n",
            "the object at line 1 of its output (A) has no metadata.name",
        ),
        (
            "apiVersion: v1\nkind: A\nmetadata: {name: 123}\n",
            "the object at line 1 of its output (A) has a metadata.name that is a number" + QUOTE,
        ),
        (
            "apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: true}\n",
            "the object at line 1 of its output (A) has a metadata.namespace that is a boolean"
            + QUOTE,
        ),
        (
            "kind: List\nitems: [1]\n",
            "the object at line 1 of its output is a number, not a mapping",
        ),
    ],
)
def test_invalid_objects(text, message):
    with pytest.raises(InvalidManifestError) as caught:
        read(text)
    assert (caught.value.template, caught.value.message) == ("templates/a.yaml", message)


def test_invalid_yaml_is_placed_in_the_whole_output():
    with pytest.raises(InvalidManifestError) as caught:
        read(config("a") + "---\n\n" + config("b") + "data: {a: b: c}\n")
    assert caught.value.message.startswith("line 9 of its output is no YAML: ")
    assert caught.value.excerpt == "data: {a: b: c}"


def test_deep_nesting_is_an_invalid_manifest():
    with pytest.raises(InvalidManifestError) as caught:
        read(config("a") + "data: " + "[" * 20000 + "]" * 20000)
    assert caught.value.template == "templates/a.yaml"
