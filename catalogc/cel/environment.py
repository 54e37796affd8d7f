"""The engine, set up as Kubernetes sets up its own (k8s.io/apiserver, pkg/cel/environment).

Two environments: one that checks types with Kubernetes' own types, and one that runs what was
checked with opaque values as lists, since the engine has no other way to carry them.
"""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from cel_expr_python import cel

from catalogc.cel.errors import ExpressionError
from catalogc.cel.libraries import FUNCTIONS
from catalogc.cel.libraries.opaque import CIDR, IP, OPAQUE, Function, opaque_kind, unwrap, wrap

KUBERNETES = ("two-var-comprehensions", "sets", "lists", "optional")
OURS = ("math", "bindings", "encoders")
STRING_OF_ADDRESS = "strinG"  # stands for string(), to which the engine takes no overload of ours
MATCHES = "matcheS"  # stands for matches(), of which the engine forgets every pattern at once
UNSUPPORTED = "the engine cannot carry the result of"
_SEARCHES = ("indexOf", "lastIndexOf")
_PROBLEM = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_NAME = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_CROSS_TYPE = re.compile(r"'_[<>]=?_' applied to '\((?:int|uint|double), (?:int|uint|double)\)'")
_SIMPLE = {
    "bool": cel.Type.BOOL,
    "int": cel.Type.INT,
    "uint": cel.Type.UINT,
    "double": cel.Type.DOUBLE,
    "string": cel.Type.STRING,
    "bytes": cel.Type.BYTES,
    "null_type": cel.Type.NULL,
    "dyn": cel.Type.DYN,
    "google.protobuf.Duration": cel.Type.DURATION,
    "google.protobuf.Timestamp": cel.Type.TIMESTAMP,
}
_PRINTABLE = tuple(kind for kind in _SIMPLE if kind not in ("dyn", "null_type"))


def checked(text: str, variables: Mapping[str, str], *, ours: bool) -> str:
    """Return the type of an expression, as ``bool`` or ``list(kubernetes.Quantity)``.

    Args:
        variables: the types of all names that it may use.
        ours: whether the extensions that Kubernetes has not are allowed, too.

    Raises:
        ExpressionError: it is not valid.
    """
    # Only names that occur: most expressions then share an environment, which takes 6 ms to make.
    used = set(_NAME.findall(text))
    known = tuple(sorted((name, kind) for name, kind in variables.items() if name in used))
    environment = _checking(known, ours=ours)
    try:
        kind = environment.compile(text).return_type().name()
    except RuntimeError as error:
        _raise_first(str(error))
        return "dyn"
    return _signature(str(kind))


@cache
def _checking(variables: tuple[tuple[str, str], ...], *, ours: bool) -> cel.Env:
    """Return the environment that checks types."""
    config = _settings(ours=ours) | {
        "functions": _declarations(),
        "variables": [{"name": name} | _type_name(kind) for name, kind in variables],
    }
    text = json.dumps(config)
    return cel.NewEnv(config=cel.NewEnvConfigFromYaml(text), extensions=[_searches()])


def _raise_first(message: str) -> None:
    """Numbers of different types compare in Kubernetes, which the engine's checker refuses."""
    for line, column, problem in _PROBLEM.findall(message):
        if not _CROSS_TYPE.search(problem):
            wording = problem.replace(" (in container '')", "")
            raise ExpressionError(wording, int(line), int(column))
    if not _PROBLEM.search(message):
        raise ExpressionError(message.splitlines()[0])


@cache
def running() -> cel.Env:
    """Return the environment that evaluates; types are checked while it does."""
    config = cel.NewEnvConfigFromYaml(json.dumps(_settings(ours=True)))
    return cel.NewEnv(config=config, extensions=[_implementations()])


def _settings(*, ours: bool) -> dict[str, Any]:
    extensions: list[dict[str, Any]] = [{"name": "strings", "version": 2}]
    extensions += [{"name": name} for name in KUBERNETES + (OURS if ours else ())]
    return {"name": "kubernetes", "extensions": extensions}


@cache
def _declarations() -> list[dict[str, Any]]:
    """Return Kubernetes' functions with their own types, which the engine takes as text alone."""
    overloads: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for function in FUNCTIONS:
        if function.name in _SEARCHES:
            continue
        kinds = [_type_name(kind) for kind in function.parameters]
        declared = {
            "id": "_".join((function.name, *function.parameters)),
            "args": kinds[1:] if function.member else kinds,
            "return": _type_name(function.result),
        }
        overloads[function.name].append(
            declared | ({"target": kinds[0]} if function.member else {})
        )
    overloads[STRING_OF_ADDRESS].append(
        {"id": "any", "args": [_type_name("dyn")], "return": _type_name("string")}
    )
    return [{"name": name, "overloads": some} for name, some in overloads.items()]


@cache
def _searches() -> cel.CelExtension:
    """The engine has functions of strings by these names, which a configuration cannot extend."""
    kinds = [cel.Type.List(cel.Type.DYN), cel.Type.DYN]
    return cel.CelExtension(
        "searches",
        [
            cel.FunctionDecl(
                name, [cel.Overload(f"list_{name}", cel.Type.INT, kinds, is_member=True)]
            )
            for name in _SEARCHES
        ],
    )


def _type_name(kind: str) -> dict[str, Any]:
    """Return a type as the engine's configuration spells it."""
    outer, bracket, inner = kind.partition("(")
    name = {"google.protobuf.Duration": "duration", "google.protobuf.Timestamp": "timestamp"}
    if not bracket:
        return {"type_name": name.get(kind, kind)}
    return {"type_name": outer, "params": [_type_name(part) for part in _split(inner[:-1])]}


def _split(parameters: str) -> list[str]:
    """Split ``string, list(map(int, int))`` at its outer commas."""
    parts, depth = [""], 0
    for character in parameters:
        depth += (character in "(<") - (character in ")>")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _signature(name: str) -> str:
    """Return a type from the engine's name for it: ``LIST<kubernetes.Quantity>``."""
    outer, bracket, inner = name.partition("<")
    plain = outer if "." in outer else outer.lower()
    if not bracket:
        return {"null": "null_type", "unknown": "dyn", "error": "dyn"}.get(plain, plain)
    return f"{plain}({', '.join(map(_signature, _split(inner[:-1])))})"


@cache
def _implementations() -> cel.CelExtension:
    alike: dict[tuple[str, bool, tuple[str, ...]], list[Function]] = defaultdict(list)
    for function in (*FUNCTIONS, *_internal()):
        erased = tuple(map(_erased, function.parameters))
        alike[(function.name, function.member, erased)].append(function)
    overloads: dict[str, dict[str, cel.Overload]] = defaultdict(dict)
    for (name, member, erased), functions in alike.items():
        key = "_".join((name, "member" if member else "global", *erased))
        kinds = [_type(kind) for kind in erased]
        overloads[name][key] = cel.Overload(key, cel.Type.DYN, kinds, member, _dispatch(functions))
    return cel.CelExtension("kubernetes", _functions(overloads))


def _functions(overloads: Mapping[str, Mapping[str, cel.Overload]]) -> list[cel.FunctionDecl]:
    return [cel.FunctionDecl(name, list(some.values())) for name, some in overloads.items()]


def _dispatch(functions: list[Function]) -> Callable[..., Any]:
    """Return one implementation for overloads that look alike to the engine."""

    def call(*arguments: Any) -> Any:
        kinds = [opaque_kind(argument) for argument in arguments]
        for function in functions:
            if all(map(_accepts, function.parameters, kinds)):
                plain = (
                    unwrap(argument) if parameter in OPAQUE else argument
                    for parameter, argument in zip(function.parameters, arguments, strict=True)
                )
                return _call(function, plain)
        message = "no such overload"
        raise ValueError(message)

    return call


def _accepts(parameter: str, kind: str | None) -> bool:
    return kind == parameter if parameter in OPAQUE else kind is None or parameter == "list(dyn)"


def _call(function: Function, arguments: Any) -> Any:
    try:
        result = function.implementation(*arguments)
    except ArithmeticError as error:
        raise ValueError(str(error)) from error
    if isinstance(result, dt.timedelta | dt.datetime):
        message = f"{UNSUPPORTED} {function.name} of durations and timestamps"
        raise ValueError(message)  # noqa: TRY004 - the engine takes a ValueError for an answer
    return wrap(function.result, result) if function.result in OPAQUE else result


def _internal() -> tuple[Function, ...]:
    """Functions that a rewritten expression calls."""
    plain = (Function(STRING_OF_ADDRESS, (kind,), "string", _engine_string) for kind in _PRINTABLE)
    addresses = (Function(STRING_OF_ADDRESS, (kind,), "string", str) for kind in (IP, CIDR))
    return (
        *plain,
        *addresses,
        *(
            Function(MATCHES, ("string", "string"), "bool", _engine_matches, member)
            for member in (True, False)
        ),
        Function("map_of_pairs", ("list(dyn)",), "dyn", dict),
        Function("map_of_entries", ("list(dyn)",), "dyn", _merged),
    )


def _merged(entries: list[Any]) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    for entry in entries:
        for key, value in dict(entry).items():
            if key in merged:
                message = f"insert failed: key {key!r} already exists"
                raise ValueError(message)
            merged[key] = value
    return merged


def _engine_string(value: Any) -> Any:
    answer = cel.NewEnv().compile("string(x)", disable_check=True).eval(data={"x": value})
    return answer.plain_value()


@lru_cache(maxsize=10_000)
def _engine_matches(text: str, pattern: str) -> Any:
    """The engine's answer; what policies look at, such as names, occurs in object after object."""
    answer = _matches().eval(data={"text": text, "pattern": pattern})
    if answer.type() != cel.Type.BOOL:
        raise ValueError(str(answer.plain_value()).removeprefix("INVALID_ARGUMENT: "))
    return answer.plain_value()


@cache
def _matches() -> cel.Expression:
    return cel.NewEnv().compile("text.matches(pattern)", disable_check=True)


def _erased(kind: str) -> str:
    if kind in OPAQUE or kind.startswith("list("):
        return "list(dyn)"
    return "map(dyn, dyn)" if kind.startswith("map(") else kind


def _type(signature: str) -> cel.Type:
    if signature in _SIMPLE:
        return _SIMPLE[signature]
    if signature in OPAQUE:
        return cel.Type.AbstractType(signature)
    outer, _, inner = signature[:-1].partition("(")
    if outer == "map":
        return cel.Type.Map(*map(_type, inner.split(", ", 1)))
    if outer == "list":
        return cel.Type.List(_type(inner))
    return cel.Type.AbstractType("optional_type", [_type(inner)])
