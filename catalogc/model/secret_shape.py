"""Secrets that are known by the way they are written, whatever their name.

The prefixes are those that the issuers document, so that scanners can find lost secrets: AWS
access key IDs, GitHub, GitLab, Hugging Face, OpenAI and Slack tokens, Google API keys; RFC 7468
(private keys), RFC 7519 (JSON Web Tokens) and RFC 3986 (a password in a URL).
"""

import re
from typing import NamedTuple

# Repetitions are bounded, and begin at a word: a text may be a megabyte, written to be slow.
_SHAPES = re.compile(
    r"(?P<private_key>-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)"
    r"|(?<![A-Za-z0-9])(?:"
    r"(?P<aws>(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9]))"
    r"|(?P<github>gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})"
    r"|(?P<gitlab>glpat-[A-Za-z0-9_-]{20,64})"
    r"|(?P<hugging_face>hf_[A-Za-z0-9]{20,64}(?![A-Za-z0-9_]))"
    # A name such as sk-learn-model-server is no key: a key mixes cases and digits.
    r"|(?<![_-])(?P<openai>sk-(?=[a-z_-]{0,64}[A-Z0-9])(?=[a-z0-9_-]{0,64}[A-Z])[A-Za-z0-9_-]{20,255})"
    r"|(?P<slack>xox[abeprs]-[A-Za-z0-9-]{10,255})"
    r"|(?P<google>AIza[A-Za-z0-9_-]{35})"
    r"|(?<![_-])(?P<jwt>eyJ[A-Za-z0-9_-]{8,4096}\.eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,1024})"
    r"|[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:/?#@\[\]]{0,99}:(?P<url>[^\s/?#@]{1,255})@"
    r")"
)
# What every shape has; found faster than the shapes themselves.
_TRACE = re.compile(r"://|-----BEGIN |AKIA|ASIA|AIza|gh[pousr]_|github_pat_|glpat-|hf_|sk-|xox|eyJ")
_KINDS = {
    "private_key": "a private key",
    "aws": "an AWS access key",
    "github": "a GitHub token",
    "gitlab": "a GitLab token",
    "hugging_face": "a Hugging Face token",
    "openai": "an API key (sk-...)",
    "slack": "a Slack token",
    "google": "a Google API key",
    "jwt": "a JSON Web Token",
    "url": "a URL with a password",
}
# $(NAME), ${NAME}, {{ name }}, <password>: the secret is put in later.
_REFERENCE = re.compile(r"\$\([^()]*\)|\$\{[^{}]*\}|\{\{.*\}\}|<[^<>]*>|\*+|\$[A-Z_][A-Z0-9_]*")


class SecretShape(NamedTuple):
    """What was found: what it is, and from where to where it goes in the text."""

    kind: str
    start: int
    end: int


def find_secret(text: str) -> SecretShape | None:
    """Return the first part of a text that is written as secrets are; None without one."""
    if not _TRACE.search(text):
        return None
    for match in _SHAPES.finditer(text):
        name = match.lastgroup or ""
        if name == "url" and is_reference(match["url"]):
            continue
        return SecretShape(_KINDS[name], match.start(name), match.end(name))
    return None


def is_reference(text: str) -> bool:
    """Tell whether a text stands for a secret that is put in later."""
    return _REFERENCE.fullmatch(text.strip()) is not None
