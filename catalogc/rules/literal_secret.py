"""A secret that is written into a leaf is known to everyone who can read the repository."""

import functools
import re
from collections.abc import Iterator

from catalogc.model.display import looks_secret
from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.model.secret_shape import find_secret, is_reference
from catalogc.model.source import FieldPath, format_path
from catalogc.model.values import Values
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.leaf_text import gist, is_argument, texts
from catalogc.rules.shared.vault_fields import example_path

SLUG = "literal-secret"

# Such a name says where a secret is, what it is called, or how it is dealt with.
_ABOUT = re.compile(
    r"(?i)(^|[_-])existing|existing[A-Z]"
    r"|(file|dir|mount|url|uri|endpoint|host|header|issuer|audience|ttl|expir(y|ation)|lifetime"
    r"|timeout|interval|seconds|length|size|type|kind|mode|algorithm|policy|class|prefix|suffix"
    r"|provider|backend|engine|service|version|id|count|template|annotations?|labels?)s?\Z"
)
_PASSWORD = re.compile(r"(?i)passw(or)?d|passphrase")
_NAMES_SECRET = re.compile(r"(?i)(secret|credential)s?\Z")
_FLAG = re.compile(r"--?(?P<name>[A-Za-z][\w.-]{0,99})")
_OPTION = re.compile(_FLAG.pattern + r"=(?P<value>.*)", re.DOTALL)
_OBJECT_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PATH = re.compile(r"\.{0,2}(/[\w.-]+)+/?")
# Every name that looks_secret takes has one of these; so has what is beside ASCII, for all we know.
_WORDS = ("token", "passw", "passphrase", "secret", "credential", "key")
_SWITCH = frozenset({"true", "false", "yes", "no", "on", "off", "none", "null", "disabled"})


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look at every text of a leaf and its defaults: its name, and how it is written.

    The value is in no finding. Names of files, counts of tokens, references to Secrets and
    placeholders such as ``$(PASSWORD)`` are none.
    """
    reporter = Reporter(SLUG, release, context)
    values = release.leaf.values
    shaped, named = _first_look(gist(values))
    for path, text in texts(values) if shaped or named else ():
        shape = find_secret(text) if shaped else None
        if shape is not None:
            yield _written_down(path, f"{format_path(path)} holds {shape.kind}", reporter)
            continue
        name, value = _named(path, text, values) if named else ("", text)
        if name and _says_secret(name) and _is_secret(name, value):
            variable = path[-1] == "value"
            subject = f"environment variable {name}" if variable else format_path(path)
            message = f"{subject} looks like a secret and is written down here"
            yield _written_down(path, message, reporter)


def _first_look(whole: str) -> tuple[bool, bool]:
    """Tell whether any text may have the shape of a secret, and any name may say secret."""
    lowered = whole.lower()
    named = not whole.isascii() or any(word in lowered for word in _WORDS)
    return find_secret(whole) is not None, named


@functools.lru_cache(maxsize=4096)
def _says_secret(name: str) -> bool:
    return looks_secret((name,))


def _named(path: FieldPath, text: str, values: Values) -> tuple[str, str]:
    """Return what a text is called, and its value.

    The name is the key, the ``name`` beside a ``value``, or the option of an argument.
    """
    key = path[-1]
    if is_argument(path):
        option = _OPTION.fullmatch(text)
        if option is not None:
            return option["name"], option["value"]
        before = values.get((*path[:-1], int(key) - 1)) if key else None
        flag = _FLAG.fullmatch(before) if isinstance(before, str) else None
        return (flag["name"], text) if flag else ("", text)
    if key == "value":
        key = values.get((*path[:-1], "name"))
    return (key, text) if isinstance(key, str) else ("", text)


def _is_secret(name: str, text: str) -> bool:
    """Judge the value of a field whose name says secret."""
    value = text.strip()
    if not value or value.lower() in _SWITCH or is_reference(value) or _PATH.fullmatch(value):
        return False
    if _PASSWORD.search(name):
        return not _ABOUT.search(name)
    if _NUMBER.fullmatch(value) or _ABOUT.search(name):
        return False
    # imagePullSecret: regcred names a Secret; API_SECRET: dGhpcyBp is one.
    return not (_NAMES_SECRET.search(name) and not name.isupper() and _OBJECT_NAME.fullmatch(value))


def _written_down(path: FieldPath, message: str, reporter: Reporter) -> Finding:
    return reporter.finding(
        path,
        message,
        location=reporter.release.leaf.values.at(path),
        label="a secret in plain text",
        remedy="remove it, and change the secret, since the repository's history keeps this one; "
        f"put the new one into Vault ({example_path(reporter)}), and name it in container.secrets",
    )


_BAD = SHOP + "  environment:\n    - {name: API_KEY, value: 6f1c0a9b}\n"

RULE = Rule(
    SLUG,
    "a secret is written down in a leaf",
    check,
    rationale="Everyone who can read the repository or its history has the secret, and so has "
    "every log that shows the manifest. Such a secret must be changed, not only removed.",
    bad=_BAD,
    good=SHOP
    + "  secrets:\n    - {name: API_KEY, secretKey: key, vaultPath: /secret/web/shop/api}\n",
)
