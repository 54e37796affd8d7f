"""Which objects an admission policy is asked about (apiserver, plugin/policy/matching)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.cel.kinds import Served
from catalogc.cel.selectors import selects

OPERATIONS = ("CREATE", "UPDATE")  # what a deployment does


@dataclass(slots=True)
class Target:
    """An object that is about to be deployed.

    Attributes:
        namespace: where it goes; empty for a cluster-scoped object.
        namespace_labels: as far as they are known.
        labels_known: whether these are all of them.
    """

    served: Served
    name: str
    namespace: str
    labels: Mapping[str, Any]
    namespace_labels: Mapping[str, Any]
    labels_known: bool


class Criteria:
    """``matchConstraints`` of a policy, or ``matchResources`` of a binding."""

    def __init__(self, criteria: Mapping[str, Any]) -> None:
        self._namespaces = criteria.get("namespaceSelector")
        self._objects = criteria.get("objectSelector")
        self._equivalent = criteria.get("matchPolicy", "Equivalent") != "Exact"
        self._rules = criteria.get("resourceRules") or ()
        self._excluded = criteria.get("excludeResourceRules") or ()
        named = any(rule.get("resourceNames") for rule in (*self._rules, *self._excluded))
        self._answers: dict[tuple[Served, str], bool | None] | None = None if named else {}

    @property
    def by_kind(self) -> bool:
        """Whether nothing but an object's kind matters."""
        return not (self._namespaces or self._objects) and self._answers is not None

    def applies(self, target: Target, operation: str) -> bool | None:
        """Return whether they cover an object.

        None means that it depends on what is not known: a label of the namespace, or an object
        that the API server would convert to another version first.
        """
        ruled = self._ruled(target, operation)
        if ruled is False or (self._objects and not selects(self._objects, target.labels)):
            return False
        namespace = not self._namespaces or _in_namespace(self._namespaces, target)
        return False if namespace is False else True if namespace and ruled else None

    def never(self, target: Target) -> bool:
        """Return whether no object of the kind is covered, whatever its name and labels."""
        if self._answers is None:
            return False
        return all(self._ruled(target, operation) is False for operation in OPERATIONS)

    def _ruled(self, target: Target, operation: str) -> bool | None:
        if self._answers is None:
            return self._by_rules(target, operation)
        key = (target.served, operation)
        if key not in self._answers:
            self._answers[key] = self._by_rules(target, operation)
        return self._answers[key]

    def _by_rules(self, target: Target, operation: str) -> bool | None:
        excluded = _any_rule(self._excluded, target, operation, self._equivalent)
        included: bool | None = True
        if self._rules:
            included = _any_rule(self._rules, target, operation, self._equivalent)
        if excluded or included is False:
            return False
        return True if included and excluded is False else None


def _in_namespace(selector: Any, target: Target) -> bool | None:
    if target.served.kind == "Namespace" and target.served.group == "":
        own = {"kubernetes.io/metadata.name": target.name}
        return selects(selector, {**target.labels, **own})
    if not target.namespace:
        return True  # nothing that has no namespace is left out by one
    return selects(selector, target.namespace_labels, complete=target.labels_known)


def _any_rule(rules: Any, target: Target, operation: str, equivalent: bool) -> bool | None:
    answers = [_rule(rule, target, operation, equivalent) for rule in rules or ()]
    return True if True in answers else None if None in answers else False


def _rule(rule: Mapping[str, Any], target: Target, operation: str, equivalent: bool) -> bool | None:
    served = target.served
    names = rule.get("resourceNames")
    covered = (
        _has(rule.get("operations"), operation)
        and _has(rule.get("apiGroups"), served.group)
        and any(_resource(pattern, served.resource) for pattern in rule.get("resources") or ())
        and _in_scope(rule.get("scope", "*"), target)
        and (not names or target.name in names)
    )
    if not covered:
        return False
    versions = rule.get("apiVersions") or ()
    if _has(versions, served.version):
        return True
    return None if equivalent and any(map(served.other_version, versions)) else False


def _has(items: Any, wanted: str) -> bool:
    return "*" in (items or ()) or wanted in (items or ())


def _resource(pattern: str, resource: str) -> bool:
    """Objects are deployed as themselves, never as a subresource."""
    name, _, subresource = pattern.partition("/")
    return name in ("*", resource) and subresource in ("", "*")


def _in_scope(scope: str, target: Target) -> bool:
    cluster = not target.served.namespaced
    return {"Namespaced": not cluster, "Cluster": cluster}.get(scope, True)
