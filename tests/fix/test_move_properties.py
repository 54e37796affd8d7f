"""Moves in leaves of random content, style and layout."""

import re
from dataclasses import dataclass

from hypothesis import event, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fix.flat_leaf import MOVED, fixed, read

SCALARS = st.sampled_from(
    [
        "1",
        "true",
        "plain text",
        '"quo\\"ted, {x}"',
        "'it''s # no comment'",
        "~",
        "[1, {a: b}]",
        "{}",
    ]
)
LITERALS = st.sampled_from(
    [
        "|\n{0}one\n{0}  two\n",
        "|-\n{0}# text\n\n{0}x\n",
        ">+\n{0}a\n{0}b\n\n",
        '"a\n{0}b"\n',
        "\n{0}- a\n{0}- b: 1\n{0}  c: 2\n",
        "&anchor {{x: 1}}\n",
    ]
)


@dataclass(frozen=True)
class Node:
    """A mapping to write; values are text or nodes."""

    items: tuple
    flow: bool
    blank: bool


def nodes(values, keys, *, least=1):
    """Mappings with some of ``keys``, in any order."""
    chosen = st.lists(st.sampled_from(keys), unique=True, min_size=least)
    return chosen.flatmap(
        lambda names: st.builds(
            Node,
            st.tuples(
                *(values(name).map(lambda value, name=name: (name, value)) for name in names)
            ),
            st.booleans(),
            st.booleans(),
        )
    )


BLOCKS = nodes(lambda _: SCALARS | LITERALS, ["alpha", "'beta'", '"gamma"', "nvidia.com/gpu"])


def root_value(name):
    if name == "inference":
        return nodes(lambda _: SCALARS | BLOCKS, ["image", "port", "max"])
    if name == "container":
        return nodes(lambda _: SCALARS | LITERALS, ["replicas", "environment"], least=0)
    if name == "model":
        size = nodes(lambda _: SCALARS, ["size"])
        batch = nodes(lambda _: size, ["batch"])
        return nodes(lambda key: batch if key == "tuning" else SCALARS, ["tuning", "id"])
    return SCALARS | LITERALS | BLOCKS


LEAVES = nodes(
    root_value,
    ["workloadType", "inference", "resources", "healthCheck", "secretStore", "container", "model",
     "zeta"],
)  # fmt: skip


class Writer:
    """Writes nodes as YAML; every comment has a number of its own."""

    def __init__(self, step, comments):
        self.step = step
        self.comments = comments
        self.count = 0

    def comment(self):
        self.count += 1
        return f"# c{self.count}" if self.comments and self.count % 3 else ""

    def root(self, node):
        return self.mapping(Node(node.items, flow=False, blank=node.blank), 0)

    def mapping(self, node, indent):
        lines = []
        for number, (key, value) in enumerate(node.items):
            if node.blank and number:
                lines.append("\n")
            above = self.comment() if number else ""
            lines.append(f"{' ' * indent}{above}\n" if above else "")
            lines.append(" " * indent + self.entry(key, value, indent))
        return "".join(lines)

    def entry(self, key, value, indent):
        beside = f" {self.comment()}".rstrip()
        if isinstance(value, Node):
            text = flow_text(value)
            if not value.items or (text is not None and value.flow):
                return f"{key}: {text}{beside}\n"
            return f"{key}:{beside}\n{self.mapping(value, indent + self.step)}"
        if "\n" in value:
            return f"{key}: {value.format(' ' * (indent + self.step))}".replace(": \n", ":\n")
        return f"{key}: {value}{beside}\n"


def flow_text(node):
    """Return a mapping in braces, or None where it holds a text of several lines."""
    items = []
    for key, value in node.items:
        text = flow_text(value) if isinstance(value, Node) else value
        if text is None or "\n" in text:
            return None
        items.append(f"{key}: {text}")
    return f"{{{', '.join(items)}}}"


@st.composite
def texts(draw):
    text = Writer(draw(st.sampled_from([2, 3, 4])), draw(st.booleans())).root(draw(LEAVES))
    for number in range(text.count("&anchor")):
        text = text.replace("&anchor", f"&a{number}", 1)
    if draw(st.booleans()):
        text = f"---\n{text}"
    if draw(st.booleans()) and not text.endswith("\n\n"):
        text = text.removesuffix("\n")
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def comments(text):
    return sorted(re.findall(r"# c\d+", text))


def oracle(text):
    """The data as ruamel.yaml reads it, moved."""
    data = YAML(typ="safe", pure=True).load(text)
    for entry in MOVED:
        holder, parents = data, []
        for part in entry.old[:-1]:
            parents.append((holder, part))
            holder = holder.get(part) if isinstance(holder, dict) else None
        if not isinstance(holder, dict) or entry.old[-1] not in holder:
            continue
        value = holder.pop(entry.old[-1])
        for parent, part in reversed(parents):
            if parent[part] == {}:
                del parent[part]
        target = data
        for part in entry.new[:-1]:
            if not isinstance(target.get(part), dict):
                target[part] = {}
            target = target[part]
        target[entry.new[-1]] = value
    return data


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts())
def test_the_text_says_afterwards_what_was_read(text):
    outcome = read(text)
    result = fixed(outcome)
    event("no old spelling" if not outcome.findings else "fixed" if result else "left")
    if result is None:
        return
    again = read(result)
    for _ in range(3):  # what could not be moved beside the others may be movable alone
        more = fixed(again) if again.findings else None
        if more is None:
            break
        result, again = more, read(more)
    if again.findings:
        assert fixed(again) is None
        return
    assert again.value.data == outcome.value.data
    assert YAML(typ="safe", pure=True).load(result) == oracle(text)
    assert comments(result) == comments(text)
    assert ("\r\n" in result) == ("\r\n" in text)
    assert "\n" not in result.replace("\r\n", "") or "\r\n" not in text


@settings(max_examples=50, deadline=None, derandomize=True)
@given(texts())
def test_lines_of_other_fields_stay_as_they_are(text):
    outcome = read(text)
    result = fixed(outcome)
    if result is None:
        return
    fixes = {fix for finding in outcome.findings for fix in finding.fixes}
    touched = {
        line
        for fix in fixes
        for edit in fix.edits
        for line in range(edit.location.span.line, edit.location.span.end_line + 1)
    }
    untouched = [
        line for number, line in enumerate(text.split("\n"), start=1) if number not in touched
    ]
    remaining = iter(result.split("\n"))
    assert all(any(line == other for other in remaining) for line in untouched)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(LEAVES, st.sampled_from([2, 4]), st.booleans())
def test_a_block_leaf_can_always_be_fixed(leaf, step, commented):
    text = Writer(step, commented).root(as_blocks(leaf)).replace("&anchor ", "")
    # A text that keeps the blank lines after it may not stand before just any line.
    outcome = read(text.replace(">+", ">"))
    if outcome.findings:
        assert fixed(outcome) is not None
        assert all(finding.fixes for finding in outcome.findings)


def as_blocks(node):
    if not isinstance(node, Node):
        return node
    items = tuple((key, as_blocks(value)) for key, value in node.items)
    return Node(items, flow=False, blank=node.blank)
