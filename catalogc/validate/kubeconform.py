"""A second opinion: rendered objects, judged by the real kubeconform, offline.

It is given the schemas that the built-in validator uses, over stdin as a stream of the very
texts that are written to disk.
"""

import json
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from catalogc.model.catalog import RenderedRelease
from catalogc.model.finding import Severity
from catalogc.model.resource import Resource
from catalogc.schemas.found import SchemaSource
from catalogc.validate.kubeconform_binary import (
    KubeconformBinary,
    KubeconformSettings,
    ValidatorUnavailableError,
)
from catalogc.validate.kubeconform_findings import (
    Document,
    KubeconformAnswer,
    other_spellings,
    record,
    record_ambiguous,
)
from catalogc.validate.kubeconform_output import Verdict
from catalogc.validate.kubeconform_schemas import LOCATION, SchemaFolder, no_folder

__all__ = [
    "KubeconformAnswer",
    "KubeconformSettings",
    "KubeconformValidator",
    "ValidatorUnavailableError",
]

_SEPARATOR = b"---\n"
_CUT = "\n---"  # where kubeconform cuts a stream, even within a text


class KubeconformValidator:
    """Validates rendered objects with the ``kubeconform`` on PATH.

    Args:
        settings: limits of each run.
        binary: absolute path of the program, instead of that on PATH.

    Raises:
        ValidatorUnavailableError: there is none, it does not run, or it is too old.
    """

    def __init__(
        self,
        settings: KubeconformSettings = KubeconformSettings(),  # noqa: B008 - frozen
        binary: str | None = None,
    ) -> None:
        self._settings = settings
        self._binary = KubeconformBinary(settings, binary)

    @property
    def version(self) -> str:
        """Name and version of the program."""
        return f"kubeconform {self._binary.version}"

    def validate(
        self,
        rendered: Iterable[RenderedRelease],
        sources: Sequence[SchemaSource],
        version: str,
        severity: Severity = Severity.ERROR,
    ) -> KubeconformAnswer:
        """Validate the objects of releases for one version of Kubernetes.

        Args:
            rendered: releases of environments of that version.
            sources: its schemas, the first that knows a kind.
            version: such as ``1.34``.
            severity: of what is refused; what cannot be judged is an info.

        Raises:
            ValidatorUnavailableError: kubeconform hangs, dies or prints what it should not, or
                there is no room for schemas.
        """
        answer = KubeconformAnswer()
        try:
            temporary = tempfile.TemporaryDirectory(prefix="catalogc-kubeconform-")
        except OSError as error:
            raise no_folder(error) from error
        with temporary as name:
            schemas = SchemaFolder(Path(name), sources)
            batches = self._batches(_with_schema(rendered, schemas, answer))
            for batch, verdicts in self._judged(batches, schemas.folder, version):
                for document, verdict in zip(batch, verdicts, strict=True):
                    record(answer, document, verdict, severity)
        return answer

    def _batches(self, documents: Iterable[Document]) -> Iterator[list[Document]]:
        batch: list[Document] = []
        size = 0
        for document in documents:
            length = len(document.resource.text)
            if batch and size + length > self._settings.batch_bytes:
                yield batch
                batch, size = [], 0
            batch.append(document)
            size += length
        if batch:
            yield batch

    def _judged(
        self, batches: Iterable[list[Document]], folder: Path, version: str
    ) -> Iterator[tuple[list[Document], list[Verdict]]]:
        """Run a few batches at a time; answers in the order of the batches."""
        count = self._settings.jobs or os.cpu_count() or 1
        ahead: deque[tuple[list[Document], Future[list[Verdict]]]] = deque()
        with ThreadPoolExecutor(count) as pool:
            try:
                for batch in batches:
                    ahead.append((batch, pool.submit(self._judge, batch, folder, version)))
                    if len(ahead) > count:
                        first, verdicts = ahead.popleft()
                        yield first, verdicts.result()
                for batch, verdicts in ahead:
                    yield batch, verdicts.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _judge(self, batch: list[Document], folder: Path, version: str) -> list[Verdict]:
        stream = _SEPARATOR.join(_text(document.resource) for document in batch)
        verdicts = self._binary.validate(stream, folder, LOCATION, version)
        if len(verdicts) != len(batch):
            raise self._binary.unusable(
                f"it was given {len(batch)} objects and answers about {len(verdicts)}"
            )
        for document, verdict in zip(batch, verdicts, strict=True):
            if not _is_about(verdict, document.resource):
                key = document.resource.key
                raise self._binary.unusable(
                    f"where {key.kind} {key.name} was given, it answers about "
                    f"{verdict.kind or 'nothing'} {verdict.name}".rstrip()
                )
        return verdicts


def _with_schema(
    rendered: Iterable[RenderedRelease], schemas: SchemaFolder, answer: KubeconformAnswer
) -> Iterator[Document]:
    """Yield what kubeconform is asked about; what has no schema is known without it."""
    for item in rendered:
        without = []
        for resource in item.resources:
            found = schemas.find(resource.api_version, resource.kind)
            if found is None:
                without.append(resource)
                continue
            document = Document(item.release, resource, found)
            if spellings := other_spellings(resource.manifest):
                record_ambiguous(answer, document, spellings)
            else:
                yield document
        if without:
            answer.without_schema.append(RenderedRelease(item.release, tuple(without)))
            answer.skipped += len(without)


def _text(resource: Resource) -> bytes:
    text = resource.text
    if _CUT in text:
        text = json.dumps(resource.manifest)  # which is YAML, too, and one line
    return text.encode() if text.endswith("\n") else f"{text}\n".encode()


def _is_about(verdict: Verdict, resource: Resource) -> bool:
    if (verdict.version, verdict.kind) != (resource.api_version, resource.kind):
        return False
    is_generated = "generateName" in resource.manifest["metadata"]  # then that is the name
    return is_generated or verdict.name == resource.name
