"""Which fields a failed expression is about, by looking at the parts that failed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from catalogc.cel.program import Program, Scope, activation
from catalogc.cel.tree import Aggregate, Call, Identifier, Index, Literal, Node, Select, children

Path = tuple[str | int, ...]
LIMIT = 8
_DEPTH = 40
_EVALUATIONS = 300
"""Parts of one expression that are looked at; lists within lists have too many to wait for."""
_QUANTIFIERS = frozenset({"all", "exists", "exists_one", "existsOne"})
_COMPREHENSIONS = _QUANTIFIERS | {"filter", "map", "transformList", "transformMap"}
_TRANSPARENT = frozenset({"orValue", "value", "or", "dyn"})


class _Part(NamedTuple):
    """A part of an expression, with the text that it is a part of."""

    node: Node
    text: str

    def of(self, node: Node) -> "_Part":
        return _Part(node, self.text)


class _Place(NamedTuple):
    """A value, and where it stands; for one that the expression made, what made it."""

    path: Path | None
    value: Any
    made_by: _Part | None = None
    made_with: "_Bound" = {}  # noqa: RUF012 - never changed


_Bound = dict[str, _Place]


def blamed(scope: Scope, program: Program, data: Mapping[str, Any]) -> list[Path]:
    """Return the fields that made an expression false, the likeliest first.

    Args:
        data: the values that the expression was given; a path starts with one of their names.

    Returns:
        At most eight paths, each of a field that exists or whose parent does.
    """
    search = _Search(scope, data)
    found: dict[Path, None] = {}
    parts = _Part(program.tree, program.text)
    for path in search.why(parts, wanted=True, bound={}, depth=0):
        nearest = search.nearest(path)
        if len(nearest) > 1:
            found[nearest] = None
        if len(found) == LIMIT:
            break
    return list(found)


def likeliest(fields: Iterable[list[str | int]]) -> list[list[str | int]]:
    """Put what a policy mostly asks to tell objects apart behind what it asks about them."""
    return sorted(fields, key=lambda path: path[0] in ("kind", "apiVersion"))


class _Search:
    def __init__(self, scope: Scope, data: Mapping[str, Any]) -> None:
        self._scope = scope
        self._data = data
        self._fragments: dict[tuple[str, int, int], Program | None] = {}
        self.left = _EVALUATIONS

    def why(self, part: _Part, *, wanted: bool, bound: _Bound, depth: int) -> Iterator[Path]:
        """Yield the fields for which ``part`` is not what it should be."""
        self.left -= 1
        if depth > _DEPTH or self.left < 0:
            return
        node = part.node
        made = self._made(part, bound)
        if made is not None:
            inner, names = made
            yield from self.why(inner, wanted=wanted, bound=names, depth=depth + 1)
            return
        if isinstance(node, Call):
            if node.function in ("&&", "||"):
                yield from self._either(part, wanted, bound, depth)
                return
            if node.function == "!":
                inner = part.of(node.arguments[0])
                yield from self.why(inner, wanted=not wanted, bound=bound, depth=depth + 1)
                return
            if node.function == "?:":
                yield from self._chosen(part, wanted, bound, depth)
                return
            if node.function in _QUANTIFIERS and node.target is not None:
                yield from self._elements_to_blame(part, wanted, bound, depth)
                return
        variable = self._variable(part)
        if variable is not None:
            yield from self.why(variable, wanted=wanted, bound={}, depth=depth + 1)
            return
        yield from self._paths(part, bound, depth)

    def nearest(self, path: Path) -> Path:
        """Return the beginning of a path whose parent exists."""
        value: Any = self._data
        for at, step in enumerate(path):
            inner = _step(value, step)
            if inner is _NOTHING:
                return path[: at + 1] if isinstance(value, dict) else path[:at]
            value = inner
        return path

    def _either(self, part: _Part, wanted: bool, bound: _Bound, depth: int) -> Iterator[Path]:
        node = part.node
        assert isinstance(node, Call)  # noqa: S101 - the caller looked
        all_count = (node.function == "&&") is not wanted
        for argument in node.arguments:
            inner = part.of(argument)
            if all_count or self._value(inner, bound) is not wanted:
                yield from self.why(inner, wanted=wanted, bound=bound, depth=depth + 1)

    def _chosen(self, part: _Part, wanted: bool, bound: _Bound, depth: int) -> Iterator[Path]:
        node = part.node
        assert isinstance(node, Call)  # noqa: S101 - the caller looked
        condition, *branches = map(part.of, node.arguments)
        answer = self._value(condition, bound)
        if isinstance(answer, bool):
            branch = branches[not answer]
            yield from self.why(branch, wanted=wanted, bound=bound, depth=depth + 1)
        yield from self._paths(condition, bound, depth)

    def _elements_to_blame(
        self, part: _Part, wanted: bool, bound: _Bound, depth: int
    ) -> Iterator[Path]:
        node = part.node
        assert isinstance(node, Call)  # noqa: S101 - the caller looked
        assert node.target is not None  # noqa: S101 - the caller looked
        predicate = part.of(node.arguments[-1])
        target = part.of(node.target)
        some = node.function != "all"
        for names in self._bindings(node, target, bound, depth):
            if self.left < 0:
                return
            inner = bound | names
            if (some is wanted) or self._value(predicate, inner) is not wanted:
                yield from self.why(predicate, wanted=wanted, bound=inner, depth=depth + 1)
        yield from self._paths(target, bound, depth)

    def _bindings(self, node: Call, target: _Part, bound: _Bound, depth: int) -> Iterator[_Bound]:
        """Yield what a macro's names stand for, element by element."""
        names = [name.name for name in node.arguments if isinstance(name, Identifier)]
        pair = len(node.arguments) > 2 and node.function != "map" and len(names) > 1
        for at, place in enumerate(self._elements(target, bound, depth)):
            if not names:
                return
            if pair:
                keyed = place.path is not None and isinstance(place.path[-1], str)
                value = self._at(place.path) if keyed and place.path else place.value
                key = place.value if keyed else at
                yield {names[0]: _Place(None, key), names[1]: _Place(place.path, value)}
            else:
                yield {names[0]: place}

    def _paths(self, part: _Part, bound: _Bound, depth: int) -> Iterator[Path]:
        """Yield all fields that a part reads."""
        self.left -= 1
        if depth > _DEPTH or self.left < 0:
            return
        path = self._path(part, bound, depth)
        if path is not None:
            yield path
            return
        node = part.node
        made = self._made(part, bound)
        if made is not None:
            yield from self._paths(*made, depth + 1)
            return
        if isinstance(node, Call) and node.function in _COMPREHENSIONS and node.target:
            target = part.of(node.target)
            for names in self._bindings(node, target, bound, depth):
                if self.left < 0:
                    return
                inner = bound | names
                if self._value(part.of(node.arguments[-1]), inner) is not False:
                    yield from self._paths(part.of(node.arguments[-1]), inner, depth + 1)
            yield from self._paths(target, bound, depth + 1)
            return
        variable = self._variable(part)
        if variable is not None:
            yield from self._paths(variable, {}, depth + 1)
            return
        for child in children(node):
            yield from self._paths(part.of(child), bound, depth + 1)

    def _path(self, part: _Part, bound: _Bound, depth: int) -> Path | None:
        """Return where the value of a part stands; None when it is made."""
        node = part.node
        if depth > _DEPTH:
            return None
        if isinstance(node, Identifier):
            if node.name in bound:
                return bound[node.name].path
            return (node.name,) if node.name in self._data else None
        if isinstance(node, Select):
            variable = self._variable(part)
            if variable is not None:
                return self._path(variable, {}, depth + 1)
            outer = self._path(part.of(node.operand), bound, depth + 1)
            return None if outer is None else (*outer, node.field)
        if isinstance(node, Index):
            outer = self._path(part.of(node.operand), bound, depth + 1)
            key = self._value(part.of(node.key), bound)
            known = outer is not None and isinstance(key, str | int)
            return (*(outer or ()), key) if known else None
        return self._path_of_call(part, bound, depth)

    def _path_of_call(self, part: _Part, bound: _Bound, depth: int) -> Path | None:
        node = part.node
        if not isinstance(node, Call):
            return None
        if node.function == "has" and len(node.arguments) == 1:
            return self._path(part.of(node.arguments[0]), bound, depth + 1)
        if node.function == "?:":
            branch = self._branch(part, bound)
            return None if branch is None else self._path(branch, bound, depth + 1)
        if node.function in _TRANSPARENT:
            inner = node.target or next(iter(node.arguments), None)
            return None if inner is None else self._path(part.of(inner), bound, depth + 1)
        return None

    def _branch(self, part: _Part, bound: _Bound) -> _Part | None:
        node = part.node
        if not isinstance(node, Call) or node.function != "?:":
            return None
        answer = self._value(part.of(node.arguments[0]), bound)
        return part.of(node.arguments[2 - answer]) if isinstance(answer, bool) else None

    def _elements(self, part: _Part, bound: _Bound, depth: int) -> Iterator[_Place]:
        """Yield the elements of a list, or the keys of a map, and where they stand."""
        node = part.node
        if depth > _DEPTH:
            return
        variable = self._variable(part)
        branch = self._branch(part, bound)
        path = self._path(part, bound, depth)
        made = self._made(part, bound)
        if path is not None:
            yield from _places(path, self._at(path))
        elif made is not None:
            yield from self._elements(*made, depth + 1)
        elif variable is not None:
            yield from self._elements(variable, {}, depth + 1)
        elif branch is not None:
            yield from self._elements(branch, bound, depth + 1)
        elif isinstance(node, Aggregate) and node.kind == "list":
            for item in map(part.of, node.items):
                inner = self._path(item, bound, depth + 1)
                yield _Place(inner, self._value(item, bound))
        elif isinstance(node, Call):
            yield from self._elements_of_call(part, node, bound, depth)

    def _elements_of_call(
        self, part: _Part, node: Call, bound: _Bound, depth: int
    ) -> Iterator[_Place]:
        if node.function == "+" or node.function in _TRANSPARENT:
            inside = (node.target, *node.arguments) if node.target else node.arguments
            for argument in inside:
                yield from self._elements(part.of(argument), bound, depth + 1)
        elif node.function in ("filter", "map") and node.target is not None:
            target = part.of(node.target)
            last = part.of(node.arguments[-1])
            for names in self._bindings(node, target, bound, depth + 1):
                inner = bound | names
                value = self._value(last, inner)
                if node.function == "map":
                    yield _Place(self._path(last, inner, depth + 1), value, last, inner)
                elif value is True:
                    yield from names.values()

    def _made(self, part: _Part, bound: _Bound) -> tuple[_Part, _Bound] | None:
        """Return what made a value that only has a name, and the names that it was made with."""
        node = part.node
        if isinstance(node, Identifier) and node.name in bound:
            place = bound[node.name]
            known = place.path is None and place.made_by is not None
            return (place.made_by, place.made_with) if known and place.made_by else None
        if not isinstance(node, Call) or node.function != "bind" or len(node.arguments) != 3:
            return None
        name, value, body = node.arguments
        if not isinstance(name, Identifier):
            return None
        made_by = part.of(value)
        place = _Place(self._path(made_by, bound, 0), self._value(made_by, bound), made_by, bound)
        return part.of(body), bound | {name.name: place}

    def _variable(self, part: _Part) -> _Part | None:
        node = part.node
        if not isinstance(node, Select) or not isinstance(node.operand, Identifier):
            return None
        program = self._scope.variables.get(node.field)
        if node.operand.name != "variables" or program is None or program.compiled is None:
            return None
        return _Part(program.tree, program.text)

    def _value(self, part: _Part, bound: _Bound) -> Any:
        if isinstance(part.node, Literal) and part.node.kind != "bytes":
            return part.node.value
        key = (part.text, part.node.start, part.node.end)
        if key not in self._fragments:
            text = part.text[part.node.start : part.node.end]
            self._fragments[key] = self._scope.fragment(text)
        program = self._fragments[key]
        if program is None:
            return None
        values = {name: place.value for name, place in bound.items()}
        return program.scalar(activation({**self._data, **values}))

    def _at(self, path: Path) -> Any:
        value: Any = self._data
        for step in path:
            value = _step(value, step)
        return value


_NOTHING = object()


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step, _NOTHING)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return _NOTHING


def _places(path: Path, value: Any) -> Iterator[_Place]:
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield _Place((*path, at), item)
    elif isinstance(value, dict):
        for key in value:
            yield _Place((*path, key), key)
