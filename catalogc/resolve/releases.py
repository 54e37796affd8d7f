"""Resolve leaves against adapters and environments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalogc.fix.scalar import replace_scalar
from catalogc.model.adapter import Adapter
from catalogc.model.configuration import Config, Environment
from catalogc.model.display import listing, show
from catalogc.model.finding import Applicability, Finding, Fix, Label, Outcome, Severity
from catalogc.model.leaf import Leaf, LeafId
from catalogc.model.release import Release
from catalogc.model.source import Location
from catalogc.model.suggestion import nearest
from catalogc.model.values import Origin, Values
from catalogc.resolve.handed_down import hand_down
from catalogc.resolve.layers import coalesce, merge_layers
from catalogc.resolve.leaves import LayeredLeaf
from catalogc.resolve.model_routing import route_models
from catalogc.resolve.moved import move_fields


def resolve_releases(
    leaves: Iterable[LayeredLeaf], adapters: Mapping[str, Adapter], config: Config
) -> Outcome[tuple[Release, ...]]:
    """Give each leaf its adapter, environment and effective values.

    Returns:
        Releases sorted by identity. A leaf whose workloadType is unknown has none, but a
        finding.
    """
    resolver = _Resolver(adapters, config)
    releases = [release for leaf in leaves if (release := resolver.resolve(leaf)) is not None]
    releases.sort(key=lambda release: (release.id, release.leaf.document.file.path))
    return Outcome(route_models(releases), (*resolver.findings, *_duplicates(releases)))


@dataclass(slots=True)
class _Resolver:
    adapters: Mapping[str, Adapter]
    config: Config
    findings: list[Finding] = field(default_factory=list)

    def resolve(self, leaf: LayeredLeaf) -> Release | None:
        values = merge_layers(leaf.layers)
        adapter = self._adapter(values)
        if adapter is None:
            return None
        identity = LeafId(
            *(_text(values, key) for key in ("environment", "serviceCatalog", "serviceName"))
        )
        if adapter.moved_fields:
            moved = [move_fields(layer, adapter.moved_fields) for layer in leaf.layers]
            found = [finding for outcome in moved for finding in outcome.findings]
            self.findings.extend(replace(finding, leaf=identity) for finding in found)
            values = merge_layers([outcome.value for outcome in moved])
        if adapter.handed_down:
            handed = hand_down(values, adapter.handed_down)
            self.findings.extend(replace(finding, leaf=identity) for finding in handed.findings)
            values = handed.value
        defaults = adapter.chart.defaults
        effective = coalesce(values, Values(defaults.data, {(): Origin(defaults, ())}))
        return Release(
            Leaf(identity, adapter.workload_type, leaf.document, values, leaf.files),
            adapter,
            self._environment(identity.environment, values),
            effective,
        )

    def _adapter(self, values: Values) -> Adapter | None:
        written = values.data.get("workloadType")
        if isinstance(written, str) and written in self.adapters:
            return self.adapters[written]
        known = sorted(self.adapters)
        if written is None:
            misspelt = nearest("workloadType", [key for key in values.data if key[:1] in "wW"])
            place = values.at_key((misspelt,)) if misspelt else _first_key(values)
            message, label = "workloadType is missing", "a leaf needs a workloadType"
            fixes = (
                replace_scalar(
                    place,
                    "workloadType",
                    f"rename {misspelt} to workloadType",
                    Applicability.UNSAFE,
                )
                if misspelt
                else ()
            )
        else:
            guess = nearest(str(written), known)
            place = values.at(("workloadType",))
            message = f"workloadType {show(written)} has no adapter"
            label = f"did you mean {guess}?" if guess else "no adapter of this name"
            fixes = _meant(place, "workloadType", guess)
        self.findings.append(
            Finding(
                rule="workload-type",
                severity=Severity.ERROR,
                message=message,
                location=place,
                label=label,
                field=("workloadType",),
                help=f"known here: {listing(known) or 'none'}",
                fixes=fixes,
            )
        )
        return None

    def _environment(self, name: str, values: Values) -> Environment:
        environment = self.config.environment(name)
        if environment is not None:
            return environment
        known = sorted(self.config.environments or {})
        if name:  # an empty one is the schema's to report
            guess = nearest(name, known)
            self.findings.append(
                Finding(
                    rule="unknown-environment",
                    severity=Severity.ERROR,
                    message=f"environment {show(name)} is not in catalogc.yaml",
                    location=values.at(("environment",)),
                    label=f"did you mean {guess}?" if guess else "unknown environment",
                    field=("environment",),
                    help=f"known: {listing(known)}",
                    fixes=_meant(values.at(("environment",)), "environment", guess),
                )
            )
        return Environment(name)


def _meant(place: Location, field: str, guess: str | None) -> tuple[Fix, ...]:
    """Offer the name that was probably meant."""
    title = f"change {field} to {guess}"
    return replace_scalar(place, guess, title, Applicability.UNSAFE) if guess else ()


def _text(values: Values, key: str) -> str:
    value: Any = values.data.get(key)
    return value if isinstance(value, str) else ""


def _first_key(values: Values) -> Any:
    first = next(iter(values.data), None)
    return values.at_key(() if first is None else (first,))


def _duplicates(releases: list[Release]) -> list[Finding]:
    """Two leaves must not write the same files, nor Applications of the same name."""
    first: dict[LeafId, Release] = {}
    named: dict[str, Release] = {}
    findings = []
    for release in releases:
        if not all(release.id):
            continue
        same = first.setdefault(release.id, release)
        name = f"{release.id.service_name}-{release.id.environment}"
        namesake = named.setdefault(name, release)
        if same is not release:
            findings.append(_collision(release, same, "duplicate-release", "is declared twice"))
        elif namesake is not release:
            problem = f"gets the same Application name as {namesake.id}"
            findings.append(_collision(release, namesake, "application-name-collision", problem))
    return findings


def _collision(release: Release, other: Release, rule: str, problem: str) -> Finding:
    field = ("serviceName",)
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message=f"{release.id} {problem}",
        location=release.leaf.values.at(field),
        field=field,
        leaf=release.id,
        related=(Label(other.leaf.values.at(field), "the other one"),),
        help="give one of them another serviceName, or remove it",
    )
