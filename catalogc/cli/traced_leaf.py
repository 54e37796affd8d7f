"""The leaf that is traced: found, rendered, and asked."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.selection import Selection
from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.catalog import Catalog, RenderedRelease
from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.model.suggestion import nearest
from catalogc.origin.cache import OriginCache
from catalogc.origin.chart_check.stored_reads import stored_reads
from catalogc.origin.find import find_origins
from catalogc.origin.sinks import Sinks
from catalogc.origin.trace import FieldTrace, ReachTrace, trace_fields, trace_value
from catalogc.origin.trees import ABSENT
from catalogc.origin.variants import Variants
from catalogc.pipeline import compile_catalog
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import Renderer, RendererUnavailableError, RenderSettings
from catalogc.render.stage import render_releases


@dataclass(frozen=True, slots=True)
class TracedLeaf:
    """A release of a catalog."""

    catalog: Catalog
    release: Release

    @classmethod
    def find(cls, root: Path, name: str, environment: str | None) -> "TracedLeaf":
        """Find a leaf by its file, or by serviceCatalog/serviceName.

        Raises:
            Stop: there is no such leaf, or more than one, or it has no objects of its own.
        """
        catalog = compile_catalog(root, prepare=None, select=lambda _: False).catalog
        if catalog is None:
            raise Stop(ExitCode.USAGE, "catalogc.yaml cannot be read", "catalogc lint tells why")
        release = find_leaf(root, catalog, name, environment)
        if release.is_third_party:
            message = f"Argo CD renders {release.id}: catalogc has no fields of it to trace"
            raise Stop(ExitCode.USAGE, message)
        return cls(catalog, release)

    @property
    def id(self) -> LeafId:
        """Identity of the leaf."""
        return self.release.id

    def fields(self, asked: str, jobs: int) -> list[FieldTrace]:
        """Trace fields back.

        Raises:
            Stop: it cannot be rendered.
            UnknownName, ValueError: there is no such field.
        """
        version = self.catalog.kubernetes_version(self.release.environment)
        cache = OriginCache.of(os.environ)
        with self._rendered(jobs) as (item, renderer):
            origins = cache.read(item, version, renderer.version)
            if origins is None:
                origins = find_origins(item, renderer, version)
                cache.write(item, version, renderer.version, origins)
        output = self.catalog.config.paths.output
        return trace_fields(item, origins, output, asked, self._sinks(cache))

    def reach(self, asked: str, new: str | None, jobs: int) -> list[ReachTrace]:
        """Trace a value forward; ``new`` is YAML.

        Raises:
            Stop: it cannot be rendered, or ``new`` is no YAML.
            UnknownName, ValueError: there is no such value.
        """
        version = self.catalog.kubernetes_version(self.release.environment)
        value = ABSENT if new is None else _read(new)
        with self._rendered(jobs) as (item, renderer):
            sinks = self._sinks(OriginCache.of(os.environ))
            return trace_value(Variants(item, renderer, version), asked, value, sinks)

    def _sinks(self, cache: OriginCache) -> Sinks:
        return Sinks.of(self.release, stored_reads(self.release.adapter.chart, cache.folder))

    @contextlib.contextmanager
    def _rendered(self, jobs: int) -> Iterator[tuple[RenderedRelease, Renderer]]:
        config = self.catalog.config
        settings = RenderSettings(config.kubernetes_version, config.api_versions, jobs=jobs)
        try:
            with EngineRenderer(settings) as renderer:
                outcome = render_releases([self.release], renderer, self.catalog.kubernetes_version)
                if not outcome.value:
                    reason = outcome.findings[0].message
                    message = f"{self.id} cannot be rendered: {reason}"
                    raise Stop(ExitCode.FINDINGS, message, "catalogc lint tells more")
                yield outcome.value[0], renderer
        except RendererUnavailableError as error:
            raise Stop(ExitCode.ENVIRONMENT, str(error)) from None


def find_leaf(root: Path, catalog: Catalog, name: str, environment: str | None) -> Release:
    """Find a leaf by its file, or by serviceCatalog/serviceName.

    Raises:
        Stop: there is no such leaf, or more than one.
    """
    return _only(candidates(root, catalog, name), catalog, name, environment)


def candidates(root: Path, catalog: Catalog, name: str) -> list[Release]:
    """Return the leaves that a name may mean."""
    path = Path(name)
    if path.exists():
        selection = Selection.of(root, (path,))
        found = [release for release in catalog.releases if selection.covers(release)]
        if not found:
            message = f"{name} is no leaf that can be rendered"
            raise Stop(ExitCode.USAGE, message, f"catalogc lint {name} tells why")
        return found
    return [release for release in catalog.releases if _service(release) == name]


def _only(found: list[Release], catalog: Catalog, name: str, environment: str | None) -> Release:
    if not found:
        guess = nearest(name, [_service(release) for release in catalog.releases])
        remedy = (
            f"did you mean {guess}?" if guess else "name its file, or serviceCatalog/serviceName"
        )
        raise Stop(ExitCode.USAGE, f"there is no leaf {name}", remedy)
    matching = [item for item in found if environment in (None, item.id.environment)]
    if len(matching) == 1:
        return matching[0]
    names = ", ".join(sorted({item.id.environment for item in found}))
    services = {_service(item) for item in matching}
    if len(services) > 1:
        raise Stop(ExitCode.USAGE, f"{name} holds {len(matching)} leaves", "name one of them")
    asked = f"has no leaf in {environment}" if environment else "has more than one leaf"
    raise Stop(ExitCode.USAGE, f"{name} {asked}", f"choose with --env: {names}")


def _service(release: Release) -> str:
    return f"{release.id.service_catalog}/{release.id.service_name}"


def _read(text: str) -> Any:
    try:
        documents = load_documents(text)
    except YamlError as error:
        raise Stop(ExitCode.USAGE, f"--to {text} is no YAML: {error.message}") from None
    return documents[0] if documents else None
