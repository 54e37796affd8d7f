"""The rule's verdicts are those of Backstage's own validators."""

import copy
import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogc.model.catalog import Catalog
from catalogc.model.configuration import ArgoCD, Config
from catalogc.model.policy import Policy
from catalogc.parse.document import parse_document
from catalogc.rules.backstage_entity import RULE
from catalogc.rules.base import Context
from catalogc.rules.shared.web_address import is_url
from tools import ROOT, require_node_modules

SCRIPT = ROOT / "tests/node/backstage-entities/verdicts.cjs"
CONFIG = Config(ArgoCD("https://git.example.com/catalog.git"))
ABSENT = object()

CATALOG = "backstage.io/v1alpha1"
GOOD = {
    "API": {"type": "openapi", "lifecycle": "production", "owner": "a", "definition": "x"},
    "Component": {
        "type": "service",
        "lifecycle": "production",
        "owner": "group:default/a",
        "system": "web",
        "subcomponentOf": "b",
        "providesApis": ["c"],
        "consumesApis": [],
        "dependsOn": ["resource:db", "component:default/x"],
    },
    "Domain": {"owner": "a", "subdomainOf": "b", "type": "c"},
    "Group": {
        "type": "team",
        "children": ["a"],
        "parent": "b",
        "members": ["c"],
        "profile": {"displayName": "A", "email": "a@example.com", "picture": "x"},
    },
    "Location": {"type": "file", "target": "./a.yaml", "targets": [], "presence": "optional"},
    "Resource": {"type": "database", "owner": "a", "system": "b", "dependsOn": ["api:c"]},
    "System": {"owner": "a", "domain": "b", "type": "c"},
    "Template": {
        "type": "service",
        "owner": "a",
        "lifecycle": "production",
        "parameters": [{"title": "Shop", "backstage:permissions": {"tags": ["a"]}}],
        "secrets": {"schema": {}},
        "presentation": {"buttonLabels": {"backButtonText": "Back"}},
        "EXPERIMENTAL_recovery": {"EXPERIMENTAL_strategy": "none"},
        "formDecorators": [{"id": "a", "input": {}}],
        "EXPERIMENTAL_formDecorators": [],
        "steps": [{"id": "a", "name": "b", "action": "c:d", "input": {}, "if": True}],
        "output": {
            "links": [{"if": "x", "url": "a", "entityRef": "b", "title": "c", "icon": "d"}],
            "text": [{"if": False, "title": "a", "icon": "b", "content": ""}],
        },
    },
    "User": {"memberOf": ["a"], "profile": {}},
}
METADATA = {
    "name": "shop",
    "namespace": "web",
    "title": "Shop",
    "description": "",
    "uid": "1",
    "etag": "2",
    "labels": {"example.com/a": "B_c.d", "b": ""},
    "annotations": {"example.com/a": "any text: at all", "c": ""},
    "tags": ["a", "phi:latest"],
    "links": [{"url": "https://example.com", "title": "a", "icon": "b", "type": "c"}],
    "more": {"any": ["thing"]},
}
ODD = (ABSENT, None, "", " ", 0, True, 1.5, [], {}, "text", ["a"], [""], [1], [{}], {"a": 1})

LONG, TOO_LONG = "a" * 63, "a" * 64
NAMES = ("a", "A.b_c-d", "-a", "a-", "a b", ".a", "a..b", "é", LONG, TOO_LONG, "0", "a\n", "_")
NAMESPACES = ("a", "a-b", "a--b", "A", "a_b", "-a", "a.b", LONG, TOO_LONG, "a\n", "0")
PREFIXES = ("a.b", "A.b", "a..b", "a-b.c", "", ".".join([LONG] * 3), ".".join([LONG] * 4), "a_b")
KEYS = (*NAMES, *(f"{prefix}/a" for prefix in PREFIXES), "a/b/c", "a/", "/", "", "a/B_c")
TAGS = ("a", "a-b", "a--b", "A", "c++", "c#", "a:b", "-a", "a_b", "a.b", "", LONG, TOO_LONG, "a b")
API_VERSIONS = (
    *("backstage.io/v1alpha1", "backstage.io/v1beta1", "backstage.io/v1", "v1", "backstage.io/"),
    *("/v1", "a/b/c", "scaffolder.backstage.io/v1beta3", "Backstage.io/v1alpha1", ""),
)
KINDS = ("Component", "component", "Thing", "a-b", "1a", "", "COMPONENT", TOO_LONG)
REFERENCES = (
    *("a", "k:a", "n/a", "k:n/a", "", ":a", "/a", "k:", "n/", "k:/a", "k:n/", "n/k:a", "a:b:c"),
    *("a/b/c", ":", "/", " ", "k:n/a/b"),
)
URLS = (
    *("https://a", "http://a.b/c?d#e", "mailto:a@b.c", "a.b.c", "/a", "//a", "http:", "http://"),
    *("https:a", "https:/a", "https:///a", "https://a:b", "https://a:80", "https://a:65536"),
    *("https://a:", "https://:80", "https://a b", "https://a%20b", "https://a%41", "https://[::1]"),
    *("https://[::1", "https://[::1]:8", "https://[1::2::3]", "https://[fe80::1%25a]", "file:///a"),
    *("file://", "file:a", "file://a b/", "file://a:1/", "file:///C:/a", "file://C:/a", "foo:"),
    *("foo://", "foo://a b", "foo://a%20b", "foo:a b", "foo://a:99999", "foo://:1", "1a:b", ""),
    *("a", ":", ":a", "https://1.2.3.4", "https://1.2.3.256", "https://256", "https://1.2.3.4.5"),
    *("https://0x7f.1", "https://0x", "https://a.1", "https://a.0x1", "https://1.a", "https://09"),
    *("https://1.2.3.08", "https://4294967296", "https://4294967295", "https://a..b", "https://."),
    *(
        " https://a ",
        "https://user:pass@a",
        "https://user@",
        "https://@a",
        "https://a@b@c",
        "a b:c",
    ),
    *("https://a|b", "https://a^b", "https://a`b", "https://a{b}", 'https://a"b', "https://a\\b"),
    *(
        "https://a_b",
        "https://a!b",
        "https://é.example",
        "javascript:alert(1)",
        "data:,a",
        "h+t.p-1:a",
    ),
    *("https://a\tb", "HTTPS://A", "ws://", "wss://a", "ftp://a:21", "ftp:///", "url:https://a/b"),
    *(
        "https://a<b",
        "https://a>b",
        "https://a%",
        "https://a%zz",
        "https://a#",
        "https://?a",
        "foo:///",
    ),
    *(
        "https://1..2",
        "https://1.2.3.4.",
        "https://[]",
        "https://[::1]a",
        "https://a:8a",
        "foo://[::1]",
    ),
    *("foo://[a]", "foo://a@", "foo://@", "foo://a:b@c:1/", "https://a:00080", "https://*.a"),
)


def entity(kind, path=(), value=None):
    """Return a good entity of a kind with one value changed."""
    version = "scaffolder.backstage.io/v1beta3" if kind == "Template" else CATALOG
    spec = GOOD[kind]
    made = copy.deepcopy(
        {"apiVersion": version, "kind": kind, "metadata": METADATA, "spec": spec},
    )
    if path:
        change(made, path, value)
    return made


def change(node, path, value):
    *parents, last = path
    for part in parents:
        node = node[part]
    if value is not ABSENT:
        node[last] = value
    elif isinstance(node, dict):
        node.pop(last, None)
    else:
        del node[last]


def paths(node, path=()):
    """Yield the path of every value of a good entity."""
    if path:
        yield path
    for key, value in node.items() if isinstance(node, dict) else ():
        yield from paths(value, (*path, key))
    for index, value in enumerate(node if isinstance(node, list) else ()):
        yield from paths(value, (*path, index))


def corpus():
    """Good entities; each of their values replaced by odd ones; each format at its borders."""
    for kind in GOOD:
        yield entity(kind)
        every = [path for path in paths(entity(kind)) if kind == "Component" or path[0] == "spec"]
        yield from (entity(kind, path, odd) for path in every for odd in ODD if path != ("kind",))
    formats = {
        ("metadata", "name"): NAMES,
        ("metadata", "namespace"): NAMESPACES,
        ("metadata", "labels", "b"): NAMES,
        ("metadata", "tags", 0): TAGS,
        ("metadata", "links", 0, "url"): URLS,
        ("metadata", "links", 0, "title"): (" ", "\u00a0", "\ufeff", "\u0085", "\u001f"),
        ("apiVersion",): API_VERSIONS,
        ("kind",): KINDS,
        ("spec", "owner"): REFERENCES,
        ("spec", "dependsOn", 0): REFERENCES,
        ("relations",): ([], {}),
        ("status",): ({},),
        ("more",): (1,),
    }
    for path, values in formats.items():
        yield from (entity("Component", path, value) for value in values)
    for field in ("labels", "annotations"):
        yield from (entity("Component", ("metadata", field), {key: "a"}) for key in KEYS)


def findings(made):
    document = parse_document("entity.yaml", json.dumps(made).encode()).value
    catalog = Catalog(CONFIG, {}, {}, (), (), entities=(document,))
    return list(RULE.check_catalog(catalog, Context(CONFIG, {}, Policy(RULE.slug, RULE.slug))))


def is_judged(made):
    """Discovery leaves out what has no kind, or one that is no text."""
    return isinstance(made.get("kind"), str)


def test_verdicts_are_those_of_backstage():
    modules = require_node_modules("backstage-entities")
    entities = [made for made in corpus() if is_judged(made)]
    result = subprocess.run(
        ["node", str(SCRIPT), str(modules)],
        input=json.dumps(entities),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    reasons = json.loads(result.stdout)
    assert len(reasons) == len(entities) > 2000
    assert 400 < reasons.count("") < len(reasons) - 400
    different = [
        (made, reason, [finding.message for finding in found])
        for made, reason in zip(entities, reasons, strict=True)
        if bool(found := findings(made)) != bool(reason)
    ]
    assert different == []


@pytest.mark.parametrize("kind", GOOD)
def test_good_entities_get_no_finding(kind):
    assert findings(entity(kind)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.com/a?b#c", True),
        ("https:example.com", True),
        ("mailto:a@example.com", True),
        ("https://[::1]:8080/", True),
        ("https://a:00080", True),
        ("example.com", False),
        ("https://", False),
        ("https://a:65536", False),
        ("https://a:" + "9" * 5000, False),
        ("https://1.2.3.256", False),
        ("https://a b", False),
        ("https://[::1", False),
    ],
)
def test_urls(text, expected):
    assert is_url(text) is expected


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["", "a", "a/b", ":", "https://"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "url", "tags", "a/b/c", ""]), inner, max_size=3)
    ),
    max_leaves=6,
)
PARTS = tuple(path for path in paths(entity("Component")) if path != ("kind",))


@settings(max_examples=50, deadline=None)
@given(path=st.sampled_from(PARTS), value=JSON)
def test_no_shape_of_an_entity_stops_the_rule(path, value):
    for finding in findings(entity("Component", path, value)):
        assert finding.rule == RULE.slug
        assert finding.message
        assert finding.help
