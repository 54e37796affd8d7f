"""The Helm engine in this process: the only module that imports it.

A process that has imported it can no longer fork, and a chart may end or stall it: so it
is imported in worker processes only.

Messages in: ``("settings", api_versions, probe_archive)``,
``("chart", digest, name, archive, later_archive, reusable, constraint)``,
``("render", digest, release_name, namespace, values, extra_renders, kube_version)``,
``("variants", digest, release_name, namespace, values, kube_version, plan)`` with a plan
``(driver, templates, variants, refusing)``.
Answers to a render: ``("rendered", rows)``, ``("error", text)``, ``("changing", member)``,
``("invalid", template, message, excerpt)``, ``("kube-version", constraint)``. Answers to
variants: ``("variants", answers)``, ``("untrusted",)``.
"""

import ctypes
from json import dumps, loads
from typing import Any, Self

from helm_python import _native
from helm_python.errors import HelmError, HelmRenderError

from catalogc.render.determinism import first_difference
from catalogc.render.manifests import InvalidManifestError, Known, read_manifests
from catalogc.workers.frames import Message

ONCE = "once "
"""Begins the digest of a chart that is rendered without a second look, often in variants."""
_MOST_TEXTS = 256
ENGINE_VERSION = f"helm {_native.helm_sdk_version()}"


class _Handle:
    """A chart in the engine's memory."""

    def __init__(self, archive: bytes) -> None:
        buffer = (ctypes.c_uint8 * len(archive)).from_buffer_copy(archive)
        handle = _native.call_handle("helm_chart_load_archive", buffer, len(archive))
        self._handle = _native.HANDLE(handle)

    def render(self, values: str, options: dict[str, Any]) -> dict[str, str]:
        """Render to member -> text. This changes a chart that has dependencies."""
        # The package's own render() cannot set the Kubernetes version.
        text = _native.call_string("helm_render", self._handle, values, dumps(options))
        outputs: dict[str, str] = loads(text)
        # After a render these are the CRDs of the enabled subcharts only.
        for crd in loads(_native.call_string("helm_chart_crds", self._handle)):
            outputs[crd["filename"]] = crd["data"]
        return outputs

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _native.call_status("helm_chart_free", self._handle)


class _Chart:
    """A chart as the parent sent it.

    A handle remembers which subcharts an earlier leaf switched off (helm/helm#9906): only
    a chart that cannot switch any is loaded once, every other one for each render.
    """

    def __init__(
        self, name: str, archive: bytes, later_archive: bytes, reusable: bool, constraint: str
    ) -> None:
        self.name = name
        self.constraint = constraint
        self._archive = archive
        self._later_archive = later_archive
        self._reused = _Handle(archive) if reusable else None

    def render(self, values: str, options: dict[str, Any]) -> dict[str, str]:
        if self._reused is not None:
            return self._reused.render(values, options)
        with _Handle(self._archive) as handle:
            return handle.render(values, options)

    def render_later(self, values: str, options: dict[str, Any]) -> dict[str, str] | None:
        """Render under a later clock; None where that cannot be done."""
        if not self._later_archive:
            return None
        try:
            with _Handle(self._later_archive) as handle:
                return handle.render(values, options)
        except HelmError:
            return None  # a chart that the changed clock breaks proves nothing


class Worker:
    """Answers messages; knows no pipes."""

    def __init__(self) -> None:
        self._charts: dict[str, _Chart] = {}
        self._unreadable: dict[str, str] = {}
        self._api_versions: list[str] = []
        self._probe = b""
        self._accepted: dict[tuple[str, str], bool] = {}
        self._texts: Known = {}

    def answer(self, message: Message) -> Message | None:
        """Do what a message says; None for a message without an answer."""
        verb, *rest = message
        if verb == "settings":
            self._api_versions, self._probe = rest
        elif verb == "chart":
            self._load(rest[0], rest[1:])
        elif verb == "variants":
            return self._render_variants(*rest)
        else:
            return self._render(*rest)
        return None

    def _load(self, digest: str, chart: list[Any]) -> None:
        try:
            self._charts[digest] = _Chart(*chart)
        except HelmError as error:
            self._unreadable[digest] = str(error)

    def _render(
        self, digest: str, name: str, namespace: str, values: str, extra: int, kube_version: str
    ) -> Message:
        if digest in self._unreadable:
            return ("error", self._unreadable[digest])
        chart = self._charts[digest]
        capabilities = {"kube_version": kube_version, "api_versions": self._api_versions}
        options = {"name": name, "namespace": namespace, **capabilities}
        try:
            if chart.constraint and not self._accepts(chart.constraint, kube_version):
                return ("kube-version", chart.constraint)
            outputs = chart.render(values, options)
            changing = _changing_member(chart, values, options, outputs, extra)
            if changing:
                return ("changing", changing)
            # Variants of a release, each rendered by itself, write most texts again.
            known = self._known() if digest.startswith(ONCE) else None
            return ("rendered", read_manifests(outputs.items(), chart.name, known=known))
        except HelmError as error:
            return ("error", str(error))
        except InvalidManifestError as error:
            return ("invalid", error.template, error.message, error.excerpt)

    def _render_variants(
        self,
        digest: str,
        name: str,
        namespace: str,
        values: str,
        kube_version: str,
        plan: tuple[str, list[str], list[str], list[int]],
    ) -> Message:
        # Runs without findings do not need it, and start without it.
        from catalogc.render.driven import render_variants
        from catalogc.render.runs import UntrustedError

        if digest in self._unreadable:
            return ("untrusted",)
        chart = self._charts[digest]
        capabilities = {"kube_version": kube_version, "api_versions": self._api_versions}
        options = {"name": name, "namespace": namespace, **capabilities}
        try:
            answers = render_variants(
                lambda changed: chart.render(changed, options), HelmError, chart.name, values, plan
            )
        except UntrustedError:
            return ("untrusted",)
        return ("variants", answers)

    def _known(self) -> Known:
        if len(self._texts) > _MOST_TEXTS:
            self._texts.clear()
        return self._texts

    def _accepts(self, constraint: str, kube_version: str) -> bool:
        """Ask the engine's own semverCompare: a render does not check kubeVersion."""
        pair = (constraint, kube_version)
        if pair not in self._accepted:
            values = dumps({"constraint": constraint})
            try:
                with _Handle(self._probe) as handle:
                    outputs = handle.render(values, {"kube_version": kube_version})
            except HelmRenderError:  # what is no constraint fits no version, says Helm too
                outputs = {}
            self._accepted[pair] = "true" in outputs.values()
        return self._accepted[pair]


def _changing_member(
    chart: _Chart, values: str, options: dict[str, Any], outputs: dict[str, str], extra: int
) -> str | None:
    """Render ``extra`` times more; return the first member that differs, if any."""
    for number in range(extra):
        later = chart.render_later(values, options) if number == 0 else None
        member = first_difference(outputs, later or chart.render(values, options))
        if member:
            return member
    return None
