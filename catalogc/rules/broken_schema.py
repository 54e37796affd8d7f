"""A schema of a custom resource in the repository can be used."""

from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import PLAIN, example_chart

SLUG = "broken-schema"

_TEMPLATE = """\
apiVersion: {{ .Values.api }}
kind: Route
metadata: {name: shop}
"""

RULE = Rule(
    SLUG,
    "a schema of a custom resource cannot be used",
    rationale="The files below `schemas/` are written by `catalogc schemas add`. One that was "
    "cut, merged badly or edited by hand says nothing certain, and the resources of its kind "
    "would go unchecked.",
    scope=Scope.RESOURCE,
    mandatory=True,
    bad=f"{PLAIN}api: routes.acme.example/v1\n",
    good=f"{PLAIN}api: routes.other.example/v1\n",
    files={**example_chart(_TEMPLATE), "schemas/routes.acme.example/route-v1.json": "{}\n"},
)
