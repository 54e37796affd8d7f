"""``find`` and ``findAll`` (kubernetes.io, CEL, Kubernetes regex library), with RE2 of the engine.

The engine finds first matches only in other words (``regex.replace``), so every match is put
between two characters that the text does not hold.
"""

from functools import cache

from cel_expr_python import cel

from catalogc.cel.libraries.opaque import Function

_REPLACE = "regex.replace(text, pattern, mark, count)"
_CONFIG = "name: regex\nextensions:\n- name: optional\n- name: regex\n"
_PRIVATE_USE = 0xE000


@cache
def _replace() -> cel.Expression:
    names = {"text": cel.Type.STRING, "pattern": cel.Type.STRING}
    names |= {"mark": cel.Type.STRING, "count": cel.Type.INT}
    environment = cel.NewEnv(config=cel.NewEnvConfigFromYaml(_CONFIG), variables=names)
    return environment.compile(_REPLACE)


def _matches(text: str, pattern: str, count: int) -> list[str]:
    opening, closing = _unused(text)
    data = {"text": text, "pattern": pattern, "mark": f"{opening}\\0{closing}", "count": count}
    answer = _replace().eval(data=data)
    if answer.type() != cel.Type.STRING:
        message = f"Illegal regex: {answer}"
        raise ValueError(message)
    parts = str(answer.plain_value()).split(opening)[1:]
    return [part.partition(closing)[0] for part in parts]


def _unused(text: str) -> tuple[str, str]:
    code = _PRIVATE_USE
    while chr(code) in text or chr(code + 1) in text:
        code += 2
    return chr(code), chr(code + 1)


def _find(text: str, pattern: str) -> str:
    found = _matches(text, pattern, 1)
    return found[0] if found else ""


def _find_all(text: str, pattern: str, limit: int = -1) -> list[str]:
    found = _matches(text, pattern, -1)
    return found if limit < 0 else found[:limit]


_TWO = ("string", "string")
FUNCTIONS = (
    Function("find", _TWO, "string", _find, member=True),
    Function("findAll", _TWO, "list(string)", _find_all, member=True),
    Function("findAll", (*_TWO, "int"), "list(string)", _find_all, member=True),
)
