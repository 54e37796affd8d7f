"""kubeconform's verdicts as findings of rendered objects."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalogc.model.catalog import RenderedRelease
from catalogc.model.display import listing
from catalogc.model.finding import Severity
from catalogc.model.release import Release
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding
from catalogc.model.source import format_path
from catalogc.schemas.found import FoundSchema
from catalogc.validate.kubeconform_messages import read_problems
from catalogc.validate.kubeconform_output import Status, Verdict

SLUG = "kubeconform"
# What it says of a document that it cannot read; all else is about schemas.
_UNREADABLE = ("error unmarshalling resource", "error while parsing")
_NAMES = {"apiversion", "kind", "metadata"}
_NAMES_OF_METADATA = {"name", "namespace", "generatename"}


@dataclass(slots=True)
class KubeconformAnswer:
    """What kubeconform says about the objects of a run.

    ``valid + invalid + errors + skipped`` is the number of objects.

    Attributes:
        findings: in no order across objects; those of one object are together.
        errors: objects that it cannot read.
        skipped: objects that it is not asked about or cannot judge.
        without_schema: those without one, by release; they have no finding.
    """

    findings: list[ResourceFinding] = field(default_factory=list)
    valid: int = 0
    invalid: int = 0
    errors: int = 0
    skipped: int = 0
    without_schema: list[RenderedRelease] = field(default_factory=list)

    @property
    def unknown(self) -> int:
        """Objects that have a schema, and that it did not judge all the same."""
        return self.skipped - sum(len(item.resources) for item in self.without_schema)


class Document(NamedTuple):
    """An object that kubeconform is asked about, and the schema that it is given for it."""

    release: Release
    resource: Resource
    found: FoundSchema


def record(
    answer: KubeconformAnswer, document: Document, verdict: Verdict, severity: Severity
) -> None:
    """Count a verdict, and add the findings that follow from it."""
    if verdict.status is Status.VALID:
        answer.valid += 1
    elif verdict.status is Status.INVALID:
        answer.invalid += 1
        answer.findings.extend(_refused(document, verdict, severity))
    elif verdict.message.startswith(_UNREADABLE):
        answer.errors += 1
        answer.findings.append(_unreadable(document, verdict, severity))
    else:
        answer.skipped += 1
        answer.findings.append(_unusable(document, verdict))


def _refused(document: Document, verdict: Verdict, severity: Severity) -> Iterator[ResourceFinding]:
    manifest = document.resource.manifest
    for problem in read_problems(verdict.message, verdict.errors, manifest):
        field_name = format_path(problem.path) or "the object"
        yield ResourceFinding(
            rule=SLUG,
            severity=severity,
            message=f"{_name(document)}: kubeconform refuses {field_name}: {problem.text}",
            release=document.release,
            resource=document.resource,
            path=problem.path,
            also=problem.also,
            label=problem.text,
            help=f"the schema is that of {document.found.origin}" if document.found.origin else "",
        )


def other_spellings(manifest: dict[str, Any]) -> list[str]:
    """Return what kubeconform may take for a name of the object, though it is another field.

    It reads ``Kind`` and ``KIND`` as ``kind``, from several the last in order, and would judge
    the object by the schema of another kind.
    """
    metadata = manifest.get("metadata")
    return [
        *_spellings(manifest, _NAMES),
        *_spellings(metadata if isinstance(metadata, dict) else {}, _NAMES_OF_METADATA),
    ]


def record_ambiguous(answer: KubeconformAnswer, document: Document, spellings: list[str]) -> None:
    """Count an object that kubeconform is not asked about."""
    answer.skipped += 1
    names = listing([json.dumps(name, ensure_ascii=False) for name in spellings])
    reason = f"it reads names in any case, and the object also has {names}"
    answer.findings.append(_unknown(document, reason))


def _spellings(mapping: dict[str, Any], names: set[str]) -> list[str]:
    written = {"apiversion": "apiVersion", "generatename": "generateName"}
    folded = {name: name.casefold() for name in mapping}
    return [
        name
        for name, plain in folded.items()
        if plain in names and name != written.get(plain, plain)
    ]


def _unusable(document: Document, verdict: Verdict) -> ResourceFinding:
    text = " ".join(verdict.message.split()) or "it gives no reason"
    schema = document.found.origin or "this kind"
    return _unknown(document, f"it cannot use the schema of {schema} ({text})")


def _unknown(document: Document, reason: str) -> ResourceFinding:
    return ResourceFinding(
        rule=SLUG,
        severity=Severity.INFO,
        message=f"{_name(document)}: kubeconform did not judge it: {reason}",
        release=document.release,
        resource=document.resource,
        unknown=True,
    )


def _unreadable(document: Document, verdict: Verdict, severity: Severity) -> ResourceFinding:
    text = " ".join(verdict.message.split())
    return ResourceFinding(
        rule=SLUG,
        severity=severity,
        message=f"{_name(document)}: kubeconform cannot read it: {text}",
        release=document.release,
        resource=document.resource,
    )


def _name(document: Document) -> str:
    return f"{document.resource.kind} {document.resource.name}"
