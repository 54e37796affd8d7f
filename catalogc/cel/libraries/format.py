"""``format``: Kubernetes' named formats of strings (kubernetes.io, CEL, Kubernetes format library).

``validate`` and ``format.named`` return optional values, which a function of ours cannot: they
return an empty list for none, and the expression is compiled with ``optional.ofNonZeroValue``
around them. Messages are those of k8s.io/apimachinery, pkg/util/validation.
"""

import base64
import binascii
import datetime as dt
import re
from collections.abc import Callable

from catalogc.cel.libraries.opaque import FORMAT, Function, wrap
from catalogc.cel.libraries.url import FUNCTIONS as URL_FUNCTIONS

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_DNS1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_UUID = re.compile("(?i)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_ENDS = "must start and end with an alphanumeric character"
_LABEL_RULE = (
    f"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    f"and {_ENDS} (e.g. 'my-name',  or '123-abc', regex used for validation is '{_LABEL}')"
)
_SUBDOMAIN_RULE = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    f"'.', and {_ENDS} (e.g. 'example.com', regex used for validation is '{_SUBDOMAIN}')"
)
_DNS1035_RULE = (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
    "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "
    f"'abc-123', regex used for validation is '{_DNS1035}')"
)
_NAME_RULE = (
    f"must consist of alphanumeric characters, '-', '_' or '.', and {_ENDS} (e.g. 'MyName',  or "
    f"'my.name',  or '123-abc', regex used for validation is '{_NAME}')"
)
_VALUE_RULE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
    f"'.', and {_ENDS} (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation "
    f"is '({_NAME})?')"
)


def _checked(text: str, longest: int, pattern: str, rule: str) -> list[str]:
    errors = [f"must be no more than {longest} bytes"] if len(text.encode()) > longest else []
    return errors if re.fullmatch(pattern, text) else [*errors, rule]


def _label(text: str) -> list[str]:
    dots = re.fullmatch(_SUBDOMAIN, text)
    return _checked(text, 63, _LABEL, "must not contain dots" if dots else _LABEL_RULE)


def _subdomain(text: str) -> list[str]:
    return _checked(text, 253, _SUBDOMAIN, _SUBDOMAIN_RULE)


def _dns1035(text: str) -> list[str]:
    return _checked(text, 63, _DNS1035, _DNS1035_RULE)


def _prefix(check: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """A name's beginning may end in a dash."""

    def check_prefix(text: str) -> list[str]:
        return check(f"{text[:-2]}a" if len(text) > 1 and text.endswith("-") else text)

    return check_prefix


def _qualified_name(text: str) -> list[str]:
    prefix, slash, name = text.rpartition("/")
    if "/" in prefix:
        hint = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        return [f"a valid label key {_NAME_RULE}{hint}"]
    errors = []
    if slash:
        found = _subdomain(prefix) if prefix else ["must be non-empty"]
        errors = [f"prefix part {message}" for message in found]
    if not name:
        errors.append("name part must be non-empty")
    return errors + [f"name part {message}" for message in _checked(name, 63, _NAME, _NAME_RULE)]


def _label_value(text: str) -> list[str]:
    return _checked(text, 63, f"({_NAME})?", _VALUE_RULE)


def _uri(text: str) -> list[str]:
    url = next(function for function in URL_FUNCTIONS if function.name == "url")
    try:
        url.implementation(text)
    except ValueError as error:
        return [str(error)]
    return []


def _uuid(text: str) -> list[str]:
    return [] if _UUID.fullmatch(text) else ["does not match the UUID format"]


def _byte(text: str) -> list[str]:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ["invalid base64"]
    return [] if text else ["invalid base64"]


def _date(text: str) -> list[str]:
    return [] if _is_date(text) else ["invalid date"]


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _datetime(text: str) -> list[str]:
    match = _TIME.fullmatch(text)
    return [] if match and match[4] and _is_date(match[1]) else ["invalid datetime"]


_FORMATS: dict[str, Callable[[str], list[str]]] = {
    "dns1123Label": _label,
    "dns1123Subdomain": _subdomain,
    "dns1035Label": _dns1035,
    "qualifiedName": _qualified_name,
    "dns1123LabelPrefix": _prefix(_label),
    "dns1123SubdomainPrefix": _prefix(_subdomain),
    "dns1035LabelPrefix": _prefix(_dns1035),
    "labelValue": _label_value,
    "uri": _uri,
    "uuid": _uuid,
    "byte": _byte,
    "date": _date,
    "datetime": _datetime,
}


def _named(name: str) -> list[str]:
    return wrap(FORMAT, name) if name in _FORMATS else []


def _constant(name: str) -> Callable[[], str]:
    return lambda: name


def _validate(name: str, text: str) -> list[str]:
    return _FORMATS[name](text)


FUNCTIONS = (
    *(Function(f"format.{name}", (), FORMAT, _constant(name), since=31) for name in _FORMATS),
    Function("format.named", ("string",), f"optional_type({FORMAT})", _named, since=31),
    Function(
        "validate",
        (FORMAT, "string"),
        "optional_type(list(string))",
        _validate,
        member=True,
        since=31,
    ),
)
