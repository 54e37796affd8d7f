"""A name that begins with a hyphen is taken for an option."""

import re
from collections.abc import Iterator
from typing import Any

from catalogc.model.display import show
from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, format_path, parse_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.leaf_text import BREAK, VARIABLES, gist

SLUG = "option"

# What charts hand to a program as a word: arguments, image references, names in URLs.
_FIELDS = tuple(
    parse_path(name)
    for name in (
        "serviceName",
        "serviceCatalog",
        "environment",
        "namespace",
        "serviceAccount",
        "model",
        "model.id",
        "model.revision",
        "model.quantization",
        "registry.host",
        "container.image.repository",
        "container.image.tag",
        "ingress.host",
        "chart.repository",
        "chart.name",
        "chart.version",
    )
)
_MODELS = ("models",)
_SECRETS = ("container", "secrets")
# A variable that names one thing; MODEL_ARGS and JAVA_OPTS hold options on purpose.
_NAMES_ONE = re.compile(
    r"(?i)(\A|_)(model|id|name|host|hostname|image|repository|tag|revision|branch|namespace|user"
    r"|username|url|uri|path|file|dir|directory|bucket|region|cluster|database)\Z"
)


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look at names that programs are started with; ``container.args`` may hold options."""
    if f"{BREAK}-" not in gist(release.leaf.values):
        return
    reporter = Reporter(SLUG, release, context)
    for path, value in _candidates(release):
        if isinstance(value, str) and value.startswith("-"):
            yield reporter.finding(
                path,
                f"{format_path(path)} is {show(value)}, which begins with a hyphen",
                location=release.leaf.values.at(path),
                label="a program takes this for an option",
                remedy="write the name without a hyphen before it; options go into container.args",
            )


def _candidates(release: Release) -> Iterator[tuple[FieldPath, Any]]:
    values = release.leaf.values
    for path in _FIELDS:
        yield path, values.get(path)
    for index, entry in enumerate(values.sequence(_MODELS)):
        if isinstance(entry, dict):
            yield (*_MODELS, index, "name"), entry.get("name")
    for index, entry in enumerate(values.sequence(_SECRETS)):
        if isinstance(entry, dict):
            yield (*_SECRETS, index, "secretKey"), entry.get("secretKey")
    for index, entry in enumerate(values.sequence(VARIABLES)):
        if isinstance(entry, dict) and _NAMES_ONE.search(str(entry.get("name"))):
            yield (*VARIABLES, index, "value"), entry.get("value")


_BAD = """\
workloadType: ML_INFERENCE_LOAD
serviceName: chat
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model:
  id: --trust-remote-code
  revision: 4e20de362430cd3b72f300e6b0f18e50e7166e08
vault: {hfTokenPath: /secret/shared/huggingface/token}
"""

RULE = Rule(
    SLUG,
    "a name begins with a hyphen, so that a program takes it for an option",
    check,
    rationale="A program that is started with the name reads it as one of its options. That "
    "fails, or it switches something on that no reviewer has seen.",
    severity=Severity.WARNING,
    bad=_BAD,
    good=_BAD.replace("--trust-remote-code", "org/chat-7b"),
)
