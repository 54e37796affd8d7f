"""Policies of CEL expressions over a leaf and what it is rendered to."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from catalogc.check.policy_files.problems import invalid
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Severity
from catalogc.model.policy import ExpressionPolicy, Terms
from catalogc.model.source import parse_path

# ``match`` and the field of ``values`` that each of its lists is about.
_MATCHED = {
    "workloadTypes": "values.?workloadType.orValue('')",
    "environments": "environment.name",
    "serviceCatalogs": "values.?serviceCatalog.orValue('')",
}
_OF_EVALUATION = ("matchConditions", "variables", "validations", "params")


def expression_policy(document: Document) -> ExpressionPolicy:
    """Return the policy that a sound document holds.

    Returns:
        Its ``spec`` has ``match`` as one more condition, the last one, so that the places of
        the written ones are those of the file.
    """
    written = document.data["spec"]
    levels = {name: Severity(text) for name, text in written.get("level", {}).items()}
    terms = Terms(
        name=document.data["metadata"]["name"],
        location=document.at(("metadata", "name")),
        description=written.get("description", ""),
        production=levels.get("production"),
        default=levels.get("default"),
        owner=written.get("owner", ""),
        remediation=written.get("remediation", ""),
        waivable=written.get("waivable", True),
    )
    spec = {name: written[name] for name in _OF_EVALUATION if name in written}
    condition = _condition(written.get("match", {}))
    if condition:
        extra = {"name": "match", "expression": condition}
        spec["matchConditions"] = [*spec.get("matchConditions", []), extra]
    return ExpressionPolicy(terms, document, spec)


def field_findings(document: Document) -> Iterator[Finding]:
    """Report fields of validations that are no field paths."""
    for index, validation in enumerate(document.data["spec"]["validations"]):
        try:
            parse_path(validation.get("field", "a"))
        except ValueError as error:
            path = ("spec", "validations", index, "field")
            remedy = "write it as container.ports[0].name"
            yield invalid(document, path, str(error), remedy)


def _condition(match: Mapping[str, Any]) -> str:
    """Return the expression that says the same as ``match``; empty for all leaves."""
    parts = [
        f"{field} in {json.dumps(match[name], ensure_ascii=False)}"
        for name, field in _MATCHED.items()
        if name in match
    ]
    if "production" in match:
        parts.append("environment.production == " + json.dumps(match["production"]))
    return " && ".join(parts)
