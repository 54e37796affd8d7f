"""Turns an expression into the text that the engine checks and the text that it runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogc.cel.environment import MATCHES, STRING_OF_ADDRESS
from catalogc.cel.errors import Unsupported
from catalogc.cel.tree import Aggregate, Call, Identifier, Index, Node, Select, children, walk

UNKNOWN = "unknown__"
_RESERVED = frozenset({"variables", "request", "authorizer", "namespaceObject", "object"})
_MACROS = {"all", "exists", "exists_one", "existsOne", "filter", "map"}
_MACROS |= {"transformList", "transformMap", "transformMapEntry"}
_KNOWN_REQUEST = frozenset(
    {"kind", "resource", "subResource", "requestKind", "requestResource", "requestSubResource"}
    | {"name", "namespace", "operation", "dryRun"}
)
# The engine lacks what these macros need: pairs are collected in a list, and a function of ours
# makes a map of them.
MAPS = {"transformMap": "map_of_pairs", "transformMapEntry": "map_of_entries"}
_ADDRESSES = frozenset({"ip", "cidr"})


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An expression in the forms that the engine takes.

    Attributes:
        checked: with ``variables.x`` as one name, in the same place.
        run: what is evaluated.
        exact: the same, for objects with scalars where the expression expects fields; slower.
        variables: the names after ``variables.``, in the order in which they are read.
        namespace: what it reads of ``namespaceObject``: name, labels, or other.
        functions: every function and macro that it calls.
        forms: whether it makes maps and optional values.
    """

    checked: str
    run: str
    exact: str
    variables: tuple[str, ...]
    namespace: frozenset[str]
    functions: frozenset[str]
    forms: frozenset[str]


@dataclass(slots=True)
class _Edits:
    """Replacements of parts of a text; what encloses a part is written before it."""

    text: str
    found: list[tuple[int, int, str]] = field(default_factory=list)

    def replace(self, node: Node, text: str) -> None:
        self.found.append((node.start, node.end, text))

    def insert(self, position: int, text: str) -> None:
        self.found.append((position, position, text))

    def applied(self) -> str:
        parts: list[str] = []
        position = 0
        for start, end, text in sorted(self.found, key=lambda edit: edit[:2]):
            parts += self.text[position:start], text
            position = end
        return "".join([*parts, self.text[position:]])


def variable(name: str) -> str:
    """Return the engine's name for ``variables.<name>``."""
    return f"variables_{name}"


def rewrite(text: str, tree: Node, params: str = "params") -> Rewritten:
    """Prepare an expression.

    Args:
        params: the engine's name for ``params``.

    Raises:
        Unsupported: it reads what is not known before it is deployed, or uses a form that has no
            equal here.
    """
    nodes = list(walk(tree))
    _refuse(nodes)
    functions = frozenset(node.function for node in nodes if isinstance(node, Call))
    check, run, exact = _Edits(text), _Edits(text), _Edits(text)
    replaced: set[int] = set()
    read: list[str] = []
    for number, node in enumerate(nodes):
        if id(node) in replaced:
            continue
        if isinstance(node, Call):
            _call(text, node, functions, check, run)
            if not _presence(node, run, replaced, read) and node.function == "has":
                replaced.update(map(id, node.arguments))
                _tolerant(node, node.arguments[0], exact, f"part_{number}")
        elif isinstance(node, Identifier) and node.name == "params":
            run.replace(node, params)
        elif isinstance(node, Select):
            _select(text, node, check, run, read)
            if node.optional and _name(node.operand) != "variables":
                _tolerant(node, node, exact, f"part_{number}")
    exact.found = run.found + exact.found
    namespace = frozenset(_namespace_reads(tree))
    reads = tuple(dict.fromkeys(read))
    return Rewritten(
        check.applied(),
        run.applied(),
        exact.applied(),
        reads,
        namespace,
        functions,
        frozenset(_forms(nodes)),
    )


def _tolerant(node: Node, selected: Node, exact: _Edits, name: str) -> None:
    """A scalar has no fields; the engine fails to look for one, Kubernetes finds none."""
    if not isinstance(selected, Select):
        return
    operand = selected.operand
    exact.found.append((node.start, min(operand.start, node.end), f"cel.bind({name}, ("))
    scalars = "[null_type, bool, int, uint, double, string]"
    if node is selected:
        answer = f"type({name}) in {scalars} ? optional.none() : {name}.?{selected.field}"
    else:
        answer = f"type({name}) in {scalars} ? false : has({name}.{selected.field})"
    exact.found.append((operand.end, node.end, f"), {answer})"))


def _refuse(nodes: list[Node]) -> None:
    roots = {id(node.operand) for node in nodes if isinstance(node, Select)}
    for node in nodes:
        if isinstance(node, Identifier):
            whole = node.name in ("variables", "request") and id(node) not in roots
            if node.name == "authorizer" or whole:
                raise Unsupported(_reason(node.name))
            if node.name.startswith(("variables_", UNKNOWN)):
                message = f"undeclared reference to '{node.name}'"
                raise Unsupported(message)
        elif isinstance(node, Call) and node.function in _MACROS:
            taken = _RESERVED & {arg.name for arg in node.arguments if isinstance(arg, Identifier)}
            if taken and len(node.arguments) > 1:
                raise Unsupported(f"a macro gives the name {min(taken)} another meaning")
        elif isinstance(node, Select) and node.optional and _name(node.operand) == "request":
            raise Unsupported(_reason("request"))


def _reason(name: str) -> str:
    if name == "authorizer":
        return "authorizer asks the API server, which cannot be asked offline"
    return f"{name} is not known as a whole before deployment"


def _forms(nodes: list[Node]) -> Iterator[str]:
    """Yield the forms of values that an expression makes: map, optional."""
    for node in nodes:
        if isinstance(node, Aggregate) and node.kind == "map" and node.items:
            yield "map"
        elif _name(node) == "optional" or (isinstance(node, Select | Index) and node.optional):
            yield "optional"


def _call(text: str, node: Call, functions: frozenset[str], check: _Edits, run: _Edits) -> None:
    target = node.target
    named = node.function == "named" and _name(target) == "format"
    if named or (node.function == "validate" and target is not None):
        run.insert(node.start, "optional.ofNonZeroValue(")
        run.insert(node.end, ")")
    elif node.function in MAPS and target is not None:
        run.insert(node.start, f"{MAPS[node.function]}(")
        start = text.index(node.function, target.end)
        run.found.append((start, start + len(node.function), "transformList"))
        if node.function == "transformMap":
            run.insert(node.arguments[-1].start, f"[{_name(node.arguments[0])}, ")
            run.insert(node.arguments[-1].end, "]")
        run.insert(node.end, ")")
    elif node.function == "matches":
        start = node.start if target is None else text.index("matches", target.end)
        run.found.append((start, start + len("matches"), MATCHES))
    elif node.function == "string" and target is None and functions & _ADDRESSES:
        for edits in (check, run):
            edits.found.append((node.start, node.start + len("string"), STRING_OF_ADDRESS))


def _presence(node: Call, run: _Edits, replaced: set[int], read: list[str]) -> bool:
    """``has(variables.x)`` is true unless the variable fails; so is what nobody knows yet."""
    if node.function != "has" or len(node.arguments) != 1:
        return True
    chain = list(walk(node.arguments[0]))
    selected = node.arguments[0]
    inner = next((part for part in chain if _unknown_request(part)), None)
    if inner is not None:
        run.replace(node, _unknown(inner))
    elif isinstance(selected, Select) and _name(selected.operand) == "variables":
        name = variable(selected.field)
        run.replace(node, f"(type({name}) == type({name}))")
        read.append(selected.field)
    else:
        return False
    replaced.update(map(id, chain))
    return True


def _select(text: str, node: Select, check: _Edits, run: _Edits, read: list[str]) -> None:
    if _unknown_request(node):
        run.replace(node, _unknown(node))
    elif _name(node.operand) == "variables":
        name = variable(node.field)
        read.append(node.field)
        if node.optional:
            run.replace(node, f"optional.of({name})")
            return
        run.replace(node, name)
        spaces = node.end - node.start - len(name)
        layout = text[node.start : node.end]
        check.replace(node, name + ("" if spaces <= 0 else _blank(layout)))


def _blank(layout: str) -> str:
    """Return the white space of a name that is written over several lines."""
    return "".join(character for character in layout if character.isspace())


def _unknown_request(node: Node) -> bool:
    return (
        isinstance(node, Select)
        and _name(node.operand) == "request"
        and node.field not in _KNOWN_REQUEST
    )


def _unknown(node: Node) -> str:
    return f"{UNKNOWN}request_{node.field}" if isinstance(node, Select) else UNKNOWN


def _name(node: Node | None) -> str:
    return node.name if isinstance(node, Identifier) else ""


def _namespace_reads(node: Node) -> Iterator[str]:
    """Yield what is read of ``namespaceObject``, once for each place."""
    path: list[str] = []
    part = node
    while isinstance(part, Select):
        path.insert(0, part.field)
        part = part.operand
    if _name(part) == "namespaceObject" and path:
        name, labels = path == ["metadata", "name"], path[:2] == ["metadata", "labels"]
        yield "name" if name else "labels" if labels else "other"
    elif _name(node) == "namespaceObject":
        yield "other"
    else:
        compared = isinstance(node, Call) and node.function in ("==", "!=")
        for child in children(node):
            if not compared or _name(child) != "namespaceObject":
                yield from _namespace_reads(child)
