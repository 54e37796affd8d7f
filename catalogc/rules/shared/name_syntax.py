"""Which names Kubernetes accepts (apimachinery, pkg/util/validation/validation.go).

Every function returns what is wrong, to follow a field and its value, or an empty text.
"""

import functools
import re

LABEL_LENGTH = 63
SUBDOMAIN_LENGTH = 253
PORT_NAME_LENGTH = 15

_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(rf"{_LABEL.pattern}(?:\.{_LABEL.pattern})*")
_RFC1035_LABEL = re.compile(r"[a-z](?:[-a-z0-9]*[a-z0-9])?")
_PORT_NAME = re.compile(r"(?!-|.*--|.*-\Z)(?=.*[a-z])[-a-z0-9]+")
_QUALIFIED = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?")
_DATA_KEY = re.compile(r"[-._a-zA-Z0-9]+")
_VARIABLE = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_RELAXED_VARIABLE = re.compile(r"[ -<>-~]+")

_ALPHANUMERIC = "lower-case letters, digits and '-', with a letter or digit at both ends"

cached = functools.lru_cache(maxsize=16384)


def too_long(text: str, limit: int) -> str:
    """Compare a length in characters with its limit."""
    return f"has {len(text)} characters, at most {limit} are allowed" if len(text) > limit else ""


@cached
def dns_label(text: str) -> str:
    """Judge an RFC 1123 label: containers, volumes, namespaces, ports of a Service."""
    if _LABEL.fullmatch(text) is None:
        return f"is no DNS label: only {_ALPHANUMERIC}"
    return too_long(text, LABEL_LENGTH)


@cached
def rfc1035_label(text: str) -> str:
    """Judge an RFC 1035 label, which starts with a letter: a Service."""
    if _RFC1035_LABEL.fullmatch(text) is None:
        return "is no RFC 1035 label: only lower-case letters, digits and '-', from a letter on"
    return too_long(text, LABEL_LENGTH)


@cached
def dns_subdomain(text: str) -> str:
    """Judge an RFC 1123 subdomain: the name of most objects."""
    if _SUBDOMAIN.fullmatch(text) is None:
        return f"is no DNS name: only labels of {_ALPHANUMERIC}, joined by '.'"
    return too_long(text, SUBDOMAIN_LENGTH)


@cached
def path_segment(text: str) -> str:
    """Judge a segment of a URL's path: RBAC objects."""
    if text in (".", ".."):
        return "is a step between folders, no name"
    return "holds '/' or '%', which a URL reads as its own" if set(text) & {"/", "%"} else ""


@cached
def port_name(text: str) -> str:
    """Judge a port of a container: a service name of IANA (RFC 6335)."""
    if _PORT_NAME.fullmatch(text) is None:
        return "is no port name: only lower-case letters, digits and single '-', and one letter"
    return too_long(text, PORT_NAME_LENGTH)


@cached
def label_key(text: str) -> str:
    """Judge the key of a label: an optional DNS name and ``/``, and a short name."""
    prefix, slash, name = text.rpartition("/")
    if slash and (problem := dns_subdomain(prefix)):
        return f"has a prefix that {problem}"
    if _QUALIFIED.fullmatch(name) is None:
        return (
            "is no label key: [prefix/]name, where the name has only letters, digits, '-', '_' "
            "and '.', with a letter or digit at both ends"
        )
    problem = too_long(name, LABEL_LENGTH)
    return f"has a name that {problem}" if problem else ""


@cached
def annotation_key(text: str) -> str:
    """Judge the key of an annotation: that of a label, whose prefix may have capitals."""
    return label_key(text.lower())


@cached
def label_value(text: str) -> str:
    """Judge the value of a label, which may be empty."""
    if text and _QUALIFIED.fullmatch(text) is None:
        return (
            "is no label value: only letters, digits, '-', '_' and '.', with a letter or digit "
            "at both ends"
        )
    return too_long(text, LABEL_LENGTH)


@cached
def data_key(text: str) -> str:
    """Judge a key of a ConfigMap or Secret, which becomes the name of a file."""
    if _DATA_KEY.fullmatch(text) is None:
        return "is no key: only letters, digits, '-', '_' and '.'"
    if text in (".", "..") or text.startswith(".."):
        return "starts with '..', or is '.': no name of a file"
    return too_long(text, SUBDOMAIN_LENGTH)


@cached
def variable_name(text: str) -> str:
    """Judge the name of an environment variable before Kubernetes 1.32."""
    if _VARIABLE.fullmatch(text) is None:
        return (
            "is no variable name before Kubernetes 1.32: only letters, digits, '-', '_' and '.', "
            "and no digit at its start"
        )
    if text in (".", "..") or text.startswith(".."):
        return "starts with '..', or is '.', which Kubernetes before 1.32 refuses"
    return ""


@cached
def relaxed_variable_name(text: str) -> str:
    """Judge it from Kubernetes 1.32 on (RelaxedEnvironmentVariableValidation, on by default)."""
    if _RELAXED_VARIABLE.fullmatch(text) is None:
        return "is no variable name: only printable ASCII without '='"
    return ""
