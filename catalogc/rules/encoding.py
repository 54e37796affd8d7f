"""Files are UTF-8."""

from catalogc.rules.base import Rule, Scope

SLUG = "encoding"

RULE = Rule(
    SLUG,
    "a file is not UTF-8",
    rationale="YAML for Helm and Kubernetes is UTF-8. Other encodings would be read as other text.",
    scope=Scope.SOURCE,
    mandatory=True,
)
