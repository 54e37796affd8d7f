"""Kubernetes' ValidatingAdmissionPolicies with their bindings and parameters.

https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogc.check.policy_files.problems import invalid, not_known
from catalogc.model.document import Document
from catalogc.model.finding import Finding, Severity
from catalogc.model.policy import AdmissionPolicy, Terms
from catalogc.model.suggestion import nearest

PREFIX = "catalogc.dev/"
_ANNOTATIONS = (
    "description",
    "level-default",
    "level-production",
    "owner",
    "remediation",
    "waivable",
)
_LEVELS = tuple(Severity)
_NAME = ("metadata", "name")


@dataclass(frozen=True, slots=True)
class Parts:
    """Documents of a policies folder that belong together by name.

    Attributes:
        refused: names of policies that something else is said of already.
    """

    policies: tuple[Document, ...]
    bindings: tuple[Document, ...]
    params: tuple[Document, ...]
    refused: frozenset[str] = frozenset()


def admission_policies(parts: Parts) -> tuple[AdmissionPolicy, ...]:
    """Give each policy its bindings and the objects of its paramKind."""
    return tuple(
        AdmissionPolicy(
            _terms(document),
            document,
            tuple(item for item in parts.bindings if _policy_name(item) == _name(document)),
            tuple(item for item in parts.params if param_kind(document) == kind_of(item)),
        )
        for document in parts.policies
    )


def admission_findings(parts: Parts) -> Iterator[Finding]:
    """Report what does not fit together."""
    known = {_name(document): document for document in parts.policies}
    for document in parts.policies:
        yield from _annotation_findings(document)
        if not any(_policy_name(binding) == _name(document) for binding in parts.bindings):
            yield _unbound(document)
    for binding in parts.bindings:
        policy = known.get(_policy_name(binding))
        if policy is None and _policy_name(binding) in parts.refused:
            continue
        if policy is None:
            path = ("spec", "policyName")
            remedy = "name a ValidatingAdmissionPolicy of this folder"
            yield not_known(binding, path, "policy", _policy_name(binding), known, remedy)
            continue
        yield from _action_findings(binding)
        yield from _reference_findings(binding, policy, parts.params)
    kinds = [param_kind(document) for document in parts.policies]
    for document in parts.params:
        if kind_of(document) not in kinds:
            yield _no_parameter(document)


def kind_of(document: Document) -> tuple[str, str]:
    """Return apiVersion and kind; empty where they are no text."""
    data = document.data if isinstance(document.data, dict) else {}
    version, kind = data.get("apiVersion"), data.get("kind")
    return (
        version if isinstance(version, str) else "",
        kind if isinstance(kind, str) else "",
    )


def param_kind(document: Document) -> tuple[str, str] | None:
    """Return apiVersion and kind of a policy's parameters; None where it takes none."""
    kind = document.data["spec"].get("paramKind")
    return (kind["apiVersion"], kind["kind"]) if kind else None


def _name(document: Document) -> str:
    name: str = document.data["metadata"]["name"]
    return name


def _policy_name(binding: Document) -> str:
    name: str = binding.data["spec"]["policyName"]
    return name


def _terms(document: Document) -> Terms:
    notes = _annotations(document)
    return Terms(
        name=_name(document),
        location=document.at(_NAME),
        description=notes.get("description", ""),
        production=_level(notes.get("level-production")),
        default=_level(notes.get("level-default")),
        owner=notes.get("owner", ""),
        remediation=notes.get("remediation", ""),
        waivable=notes.get("waivable") != "false",
    )


def _annotations(document: Document) -> dict[str, str]:
    written = document.data["metadata"].get("annotations", {})
    return {
        name.removeprefix(PREFIX): text for name, text in written.items() if name.startswith(PREFIX)
    }


def _level(text: str | None) -> Severity | None:
    return Severity(text) if text in _LEVELS else None


def _annotation_findings(document: Document) -> Iterator[Finding]:
    for name, text in _annotations(document).items():
        path = ("metadata", "annotations", PREFIX + name)
        if name not in _ANNOTATIONS:
            guess = nearest(name, _ANNOTATIONS)
            label = f"did you mean {PREFIX}{guess}?" if guess else ""
            remedy = f"known: {', '.join(PREFIX + known for known in _ANNOTATIONS)}"
            message = f"{PREFIX}{name} is no annotation that catalogc knows"
            yield invalid(document, path, message, remedy, label=label, at_key=True)
        elif name.startswith("level-") and text not in _LEVELS:
            remedy = f"write {', '.join(_LEVELS[:-1])} or {_LEVELS[-1]}"
            yield invalid(document, path, f"{PREFIX}{name} is {text}, which is no level", remedy)
        elif name == "waivable" and text not in ("true", "false"):
            message = f"{PREFIX}waivable is {text}"
            yield invalid(document, path, message, 'write "true" or "false"')


def _unbound(document: Document) -> Finding:
    return invalid(
        document,
        _NAME,
        f"no ValidatingAdmissionPolicyBinding names {_name(document)}, so it enforces nothing",
        f"add a binding with policyName: {_name(document)}",
        severity=Severity.WARNING,
    )


def _action_findings(binding: Document) -> Iterator[Finding]:
    if {"Deny", "Warn"} <= set(binding.data["spec"]["validationActions"]):
        path = ("spec", "validationActions")
        message = "Kubernetes refuses Deny and Warn together: they would say the same twice"
        yield invalid(binding, path, message, "keep Deny")


def _reference_findings(
    binding: Document, policy: Document, params: Iterable[Document]
) -> Iterator[Finding]:
    """Report a paramRef that finds no object, and one that has no use."""
    reference = binding.data["spec"].get("paramRef")
    kind = param_kind(policy)
    path = ("spec", "paramRef")
    if kind is None:
        if reference is not None:
            message = f"{_name(policy)} takes no parameters: it has no paramKind"
            yield invalid(binding, path, message, "remove paramRef", at_key=True)
        return
    if reference is None:
        message = f"{_name(policy)} takes parameters, and this binding names none"
        yield invalid(binding, ("spec",), message, "add paramRef", at_key=True)
        return
    objects = [_metadata(item) for item in params if kind_of(item) == kind]
    if "name" in reference and not any(_is_meant(item, reference) for item in objects):
        names = [str(item.get("name")) for item in objects]
        name, remedy = reference["name"], f"add a {kind[1]} of this name to the folder"
        yield not_known(binding, (*path, "name"), f"{kind[1]} here", name, names, remedy)


def _is_meant(metadata: dict[str, object], reference: dict[str, str]) -> bool:
    namespace = reference.get("namespace")
    same_place = namespace is None or metadata.get("namespace") == namespace
    return metadata.get("name") == reference["name"] and same_place


def _metadata(document: Document) -> dict[str, object]:
    metadata = document.data.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _no_parameter(document: Document) -> Finding:
    version, kind = kind_of(document)
    return invalid(
        document,
        ("kind",),
        f"{kind or 'this document'} of {version or 'no apiVersion'} is neither a policy nor the "
        "parameters of one",
        "move it to another folder, or name its kind as the paramKind of a policy",
    )
