"""Builds the findings of one rule about one rendered release."""

from dataclasses import dataclass

from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Severity
from catalogc.model.resource import Resource
from catalogc.model.resource_finding import ResourceFinding, ResourceLabel
from catalogc.model.source import FieldPath, format_path
from catalogc.rules.base import Context


@dataclass(frozen=True, slots=True)
class ResourceReporter:
    """Builds findings; messages start with the object: ``Service shop: spec.ports[0].port ...``."""

    slug: str
    rendered: RenderedRelease
    context: Context

    def finding(  # noqa: PLR0913 - the parts of a finding
        self,
        resource: Resource,
        path: FieldPath,
        problem: str,
        *,
        label: str = "",
        remedy: str = "",
        unknown: bool = False,
        also: tuple[FieldPath, ...] = (),
        related: tuple[ResourceLabel, ...] = (),
    ) -> ResourceFinding:
        """Blame the field at ``path`` of an object.

        Args:
            problem: the value seen and what is wrong, to follow the field.
            unknown: whether nothing here can tell if the field is right.
        """
        release, policy = self.rendered.release, self.context.policy
        return ResourceFinding(
            rule=self.slug,
            severity=Severity.INFO if unknown else self.context.level(release),
            message=f"{resource.kind} {resource.name}: {format_path(path)} {problem}",
            release=release,
            resource=resource,
            path=path,
            also=also,
            label=label,
            help=remedy or policy.remediation,
            related=related,
            policy=policy.location,
            unknown=unknown,
        )

    def unknown(
        self, resource: Resource, path: FieldPath, problem: str, remedy: str
    ) -> ResourceFinding:
        """Say that nothing here tells whether the field at ``path`` is right."""
        return self.finding(resource, path, problem, label="unknown", remedy=remedy, unknown=True)
