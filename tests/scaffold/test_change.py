"""Single fields set and removed in a text: exactly these change, and comments stay."""

import io

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from catalogc.fix.change import ABSENT, UnchangeableError, changed_text
from catalogc.scaffold.promotion import parsed

LEAF = """\
# A shop.
name: shop # its
container:
  # pinned
  image: {repository: acme/shop, tag: "1.2"}
  port: 80

  env: [a, b]
empty:
flow: {}
"""

# path, value, a line that goes, a line that comes
CASES = {
    "scalar": (("name",), "store", "name: shop # its", "name: store # its"),
    "number": (("container", "port"), 8080, "  port: 80", "  port: 8080"),
    "quotes are kept": (
        ("container", "image", "tag"),
        "1.3",
        '  image: {repository: acme/shop, tag: "1.2"}',
        '  image: {repository: acme/shop, tag: "1.3"}',
    ),
    "plain text stays plain": (("name",), "phi:2.7b", "name: shop # its", "name: phi:2.7b # its"),
    "a comma within braces": (
        ("container", "image", "repository"),
        "a, b",
        '  image: {repository: acme/shop, tag: "1.2"}',
        '  image: {repository: "a, b", tag: "1.2"}',
    ),
    "text that looks like a number": (("name",), "007", "name: shop # its", 'name: "007" # its'),
    "truth": (("container", "port"), True, "  port: 80", "  port: true"),
    "into a flow mapping": (
        ("container", "image", "digest"),
        "sha256:ab",
        '  image: {repository: acme/shop, tag: "1.2"}',
        '  image: {repository: acme/shop, tag: "1.2", digest: sha256:ab}',
    ),
    "out of a flow mapping": (
        ("container", "image", "tag"),
        ABSENT,
        '  image: {repository: acme/shop, tag: "1.2"}',
        "  image: {repository: acme/shop}",
    ),
    "new at the root": (("replicas",), 3, None, "replicas: 3"),
    "new below a mapping": (("container", "replicas"), 3, None, "  replicas: 3"),
    "new parents": (("hpa", "enabled"), True, None, "hpa:\n  enabled: true"),
    "below nothing": (("empty", "a"), 1, None, "  a: 1"),
    "below empty braces": (("flow", "a"), "x", "flow: {}", "flow:\n  a: x"),
    "hostile text": (("name",), "a: b #c\n- d", "name: shop # its", 'name: "a: b #c\\n- d" # its'),
    "gone": (("container", "port"), ABSENT, "  port: 80", None),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value", "gone", "come"), CASES.values(), ids=CASES)
def test_one_field_changes(path, value, gone, come):
    text = changed_text(parsed("leaf.yaml", LEAF), path, value)
    expected = LEAF.splitlines()
    if gone is not None:
        expected.remove(gone)
    if come is not None:
        assert come in text
    assert [line for line in expected if line not in text.splitlines()] == []
    assert text.count("#") - str(value).count("#") == 3


REFUSED = {
    "a list is not a place": (("container", "env", "x"), 1),
    "a whole mapping": (("container",), {"a": 1}),
    "below a scalar": (("name", "first"), 1),
}


@pytest.mark.parametrize(("path", "value"), REFUSED.values(), ids=REFUSED)
def test_refused(path, value):
    with pytest.raises(UnchangeableError, match=r"leaf\.yaml:\d+: .* cannot be changed by program"):
        changed_text(parsed("leaf.yaml", LEAF), path, value)


KEYS = st.sampled_from(["a", "b", "c-d", "e.f/g"])
VALUES = st.one_of(st.integers(), st.booleans(), st.text(max_size=12), st.none())
DATA = st.recursive(VALUES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=8)


@settings(max_examples=60, deadline=None)
@given(
    data=st.dictionaries(KEYS, DATA, min_size=1, max_size=4),
    path=st.lists(KEYS, min_size=1, max_size=3).map(tuple),
    value=VALUES,
)
def test_other_readers_see_the_same(data, path, value):
    text = yaml.safe_dump(data, allow_unicode=True)
    try:
        changed = changed_text(parsed("leaf.yaml", text), path, value)
    except UnchangeableError:
        return
    node = YAML(typ="safe").load(io.StringIO(changed))
    for part in path:
        node = node[part]
    assert node == value
