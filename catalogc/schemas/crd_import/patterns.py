"""Regular expressions of CRDs (Go's RE2) that a JSON Schema validator reads in the same way."""

import re
from functools import cache

# RE2 only: inline flags, named groups, POSIX and Unicode classes, \A, \z, \Q..\E, \C.
_OTHER = re.compile(r"\(\?(?!:)|\[\[:|\\[pPAzZQEC]")
_ANY_CASE = re.compile(r"(\^?)\(\?i\)([^\\\[\]]*)\Z")


@cache
def portable(pattern: str) -> str | None:
    """Return a pattern in words that an API server and our validator read alike.

    Returns:
        None where there is none: the pattern is then not checked.
    """
    if any_case := _ANY_CASE.match(pattern):  # without classes and escapes, letters are texts
        start, rest = any_case.groups()
        pattern = start + re.sub("[A-Za-z]", lambda m: f"[{m[0].lower()}{m[0].upper()}]", rest)
    if _OTHER.search(pattern):
        return None
    import jsonschema_rs  # lazily: only conversion needs it here

    try:
        jsonschema_rs.Draft7Validator({"pattern": pattern})
    except (ValueError, jsonschema_rs.ValidationError):
        return None
    return pattern
