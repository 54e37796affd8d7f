"""The second engine: the ``helm`` command, one process a release."""

import json
import os
import re
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from catalogc.model.resource import Resource
from catalogc.procs import (
    Completed,
    ToolError,
    ToolTimeoutError,
    closed_environment,
    find_tool,
    run,
)
from catalogc.render.answers import (
    changing_failure,
    crash_failure,
    invalid_manifest_failure,
    timeout_failure,
    unusable_values_failure,
)
from catalogc.render.determinism import (
    extra_renders,
    extra_renders_of_values,
    first_difference,
    with_later_clock,
)
from catalogc.render.errors import read_error
from catalogc.render.manifests import InvalidManifestError, read_manifests
from catalogc.render.payload import engine_archive
from catalogc.render.protocol import (
    MIB,
    RendererUnavailableError,
    RenderFailure,
    RenderJob,
    RenderResult,
    RenderSettings,
)

_Output = tuple[str, str]
_SOURCE = re.compile(r"(?:\A|\n)---\n# Source: (?P<member>[^\n]+)\n")
# JSON is YAML but for these, which YAML readers refuse unescaped.
_UNPRINTABLE = re.compile("[\x7f-\x9f\ufeff\ufffe\uffff\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DATA_OF_HELM = 512 * MIB  # more than it takes to start
_FOLDERS = ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "PLUGINS", "REPOSITORY_CACHE")
_FILES = ("REGISTRY_CONFIG", "REPOSITORY_CONFIG")


class HelmRenderer:
    """Renders with ``helm template``.

    It reads none of the user's Helm settings, plugins and repositories and writes only to a
    temporary folder of its own.

    Raises:
        RendererUnavailableError: there is no ``helm`` on PATH.
    """

    def __init__(self, settings: RenderSettings, helm: str | None = None) -> None:
        self._settings = settings
        try:
            self._helm = helm or find_tool("helm")
        except ToolError as error:
            raise RendererUnavailableError(str(error)) from error
        self._folder = tempfile.TemporaryDirectory(prefix="catalogc-helm-")
        self._root = Path(self._folder.name)
        self._environment = _closed_helm(self._root)
        self._version = ""

    @property
    def version(self) -> str:
        """Name and version of the engine.

        Raises:
            RendererUnavailableError: ``helm`` does not run.
        """
        if not self._version:
            try:
                answer = self._run(["version", "--template", "{{.Version}}"])
            except ToolError as error:
                raise RendererUnavailableError(str(error)) from error
            self._version = f"helm {answer.stdout.decode(errors='replace').strip()}"
        return self._version

    def render(self, jobs: Iterable[RenderJob]) -> Iterator[RenderResult]:
        """Render each job; results in the order of the jobs.

        Raises:
            RendererUnavailableError: ``helm`` does not run.
        """
        count = self._settings.jobs or os.cpu_count() or 1
        ahead: deque[Future[RenderResult]] = deque()
        with ThreadPoolExecutor(count) as pool:
            try:
                for job in jobs:
                    ahead.append(pool.submit(self._render, job))
                    if len(ahead) > 2 * count:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        """Return the renderer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the temporary folder."""
        self._folder.cleanup()

    def _render(self, job: RenderJob) -> RenderResult:
        try:
            outputs = self._outputs(job)
            rows = read_manifests(outputs, job.chart.name)
            return RenderResult(job.index, tuple(Resource(*row) for row in rows))
        except _FailedError as error:
            failure = error.failure
        except InvalidManifestError as error:
            failure = invalid_manifest_failure(error.template, error.message, error.excerpt)
        except ToolTimeoutError:
            failure = timeout_failure(self._settings)
        except ToolError as error:
            raise RendererUnavailableError(str(error)) from error
        except (TypeError, ValueError, RecursionError) as error:
            failure = unusable_values_failure(error)
        return RenderResult(job.index, failure=failure)

    def _outputs(self, job: RenderJob) -> list[_Output]:
        """Render once, and again where the chart may render something else each time."""
        chart = job.chart
        outputs = self._template(job, chart.files)
        values = json.dumps(job.values, allow_nan=False)
        extra = max(extra_renders(chart.files), extra_renders_of_values(values))
        for number in range(extra):
            files = with_later_clock(chart.files) if number == 0 else chart.files
            try:
                again = self._template(job, files)
            except _FailedError:
                continue  # a chart that the changed clock breaks proves nothing
            member = first_difference(_by_member(outputs), _by_member(again))
            if member:
                raise _FailedError(changing_failure(member.removeprefix(f"{chart.name}/")))
        return outputs

    def _template(self, job: RenderJob, files: Mapping[str, bytes]) -> list[_Output]:
        chart = job.chart
        with tempfile.TemporaryDirectory(dir=self._root) as folder:
            archive = Path(folder, "chart.tgz")
            archive.write_bytes(engine_archive(chart.name, files))
            values = Path(folder, "values.json")
            values.write_bytes(_values_file(job.values))
            options = ["--namespace", job.namespace, "--values", str(values)]
            options += ["--kube-version", self._settings.version_for(job)]
            for api_version in self._settings.api_versions:
                options += ["--api-versions", api_version]
            options += ["--include-crds", "--skip-tests"]
            answer = self._run(["template", *options, "--", job.release_name, str(archive)])
        text = answer.stderr.decode(errors="replace")
        if answer.returncode < 0 or "fatal error: " in text:
            raise _FailedError(crash_failure(answer.returncode, text, self._settings))
        if answer.returncode:
            raise _FailedError(read_error(text, chart.name))
        return split_output(answer.stdout.decode())

    def _run(self, arguments: list[str]) -> Completed:
        return run(
            [self._helm, *arguments],
            environment=self._environment,
            timeout_seconds=self._settings.deadline_seconds,
            cwd=self._root,
            memory_bytes=_DATA_OF_HELM + self._settings.memory_bytes,
        )


class _FailedError(Exception):
    """Carries the failure of a job."""

    def __init__(self, failure: RenderFailure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def split_output(text: str) -> list[_Output]:
    """Split what ``helm template`` prints into archive members and their documents."""
    # The text before the first source is empty; then members and documents take turns.
    pieces = _SOURCE.split(text)[1:]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def _by_member(outputs: list[_Output]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for member, text in outputs:
        texts[member] = f"{texts.get(member, '')}\n---\n{text}"
    return texts


def _values_file(values: Mapping[str, Any]) -> bytes:
    """Values as JSON that Helm's YAML reader reads as what the engine is given."""
    text = json.dumps(values, allow_nan=False, ensure_ascii=False)
    text = _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    # Go replaces what is no character; YAML cannot even say it.
    return _SURROGATE.sub("\ufffd", text).encode()


def _closed_helm(root: Path) -> dict[str, str]:
    """Point every place that Helm reads settings from into an empty folder."""
    folders = {f"HELM_{name}": str(root / name.lower()) for name in (*_FOLDERS, *_FILES)}
    nowhere = str(root / "kubeconfig")
    return closed_environment({"HOME": str(root), "KUBECONFIG": nowhere, **folders})
