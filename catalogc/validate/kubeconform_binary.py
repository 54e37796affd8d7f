"""The ``kubeconform`` program: found once, run on one stream of documents at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogc.model.unavailable import UnavailableError
from catalogc.procs import (
    Completed,
    ToolError,
    ToolMissingError,
    ToolOutputError,
    ToolTimeoutError,
    closed_environment,
    find_tool,
    run,
)
from catalogc.validate.kubeconform_output import UnexpectedOutputError, Verdict, read_verdicts

MIB = 1 << 20
OLDEST = (0, 7, 0)
"""The first version whose messages are read; it changed its library for JSON Schema."""

_VERSION = re.compile(r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})")
_FULL_VERSION = re.compile(r"\d+\.\d+\.\d+\Z")
_SHOWN = 300
# No schema is fetched; should one be, it goes to a port where nothing listens.
_NO_NETWORK = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


class ValidatorUnavailableError(UnavailableError):
    """kubeconform cannot be used on this machine; the message says why and what helps."""


@dataclass(frozen=True, slots=True)
class KubeconformSettings:
    """How kubeconform is run.

    Attributes:
        deadline_seconds: wall-clock limit of one run.
        memory_bytes: limit of its data in one run; 0 for none.
        output_bytes: limit of what one run prints.
        batch_bytes: how much one run is given, unless one document alone is longer.
        jobs: runs at a time; 0 for one a processor.
    """

    deadline_seconds: float = 60.0
    memory_bytes: int = 2048 * MIB
    output_bytes: int = 128 * MIB
    batch_bytes: int = 2 * MIB
    jobs: int = 0


class KubeconformBinary:
    """Runs kubeconform in a closed environment: no variables, settings or proxies of the user.

    Args:
        settings: limits.
        path: absolute path of the program; by default, ``kubeconform`` on PATH.

    Raises:
        ValidatorUnavailableError: there is none, it does not run, or it is too old.
    """

    def __init__(self, settings: KubeconformSettings, path: str | None = None) -> None:
        self._settings = settings
        try:
            self._path = path or find_tool("kubeconform")
        except ToolMissingError as error:
            raise ValidatorUnavailableError(
                f"kubeconform is not on PATH: install {_dotted(OLDEST)} or newer, or validate "
                "with the built-in validator"
            ) from error
        self.version = self._read_version()

    def validate(
        self, documents: bytes, folder: Path, location: str, version: str
    ) -> list[Verdict]:
        """Validate the documents of one YAML stream.

        Args:
            documents: the stream.
            folder: working folder; schema locations are relative to it.
            location: kubeconform's template for paths of schemas.
            version: of Kubernetes, such as ``1.34`` or ``1.34.2``.

        Returns:
            One verdict a document, in their order: with one goroutine (``-n 1``) kubeconform
            answers in the order of the stream, with more it does not.

        Raises:
            ValidatorUnavailableError: it hangs, is killed, or prints what it should not.
        """
        options = ["-n", "1", "-verbose", "-summary", "-strict", "-output", "json"]
        options += ["-kubernetes-version", full_version(version), "-schema-location", location]
        answer = self._run([*options, "-"], folder, documents)
        try:
            return read_verdicts(answer.stdout, answer.returncode)
        except UnexpectedOutputError as error:
            raise ValidatorUnavailableError(self._unusable(str(error), answer)) from error

    def unusable(self, problem: str) -> ValidatorUnavailableError:
        """Build the error for an answer that cannot be used."""
        return ValidatorUnavailableError(self._unusable(problem, None))

    def _read_version(self) -> str:
        answer = self._run(["-v"], None, b"")
        text = answer.stdout.decode(errors="replace").strip()
        if answer.returncode or not text or "\n" in text or not text.isprintable():
            raise ValidatorUnavailableError(self._unusable("it does not tell its version", answer))
        # What `go install` builds calls itself "development": the version is unknown, and the
        # answers are read strictly anyway.
        match = _VERSION.match(text)
        if match and tuple(int(part) for part in match.groups()) < OLDEST:
            raise ValidatorUnavailableError(
                f"{self._path} is version {_dotted(tuple(map(int, match.groups())))}, which is "
                f"too old: install {_dotted(OLDEST)} or newer"
            )
        return text

    def _run(self, arguments: list[str], folder: Path | None, stdin: bytes) -> Completed:
        try:
            return run(
                [self._path, *arguments],
                environment=closed_environment(_NO_NETWORK),
                timeout_seconds=self._settings.deadline_seconds,
                cwd=folder,
                stdin=stdin,
                memory_bytes=self._settings.memory_bytes,
                output_bytes=self._settings.output_bytes,
            )
        except ToolTimeoutError as error:
            seconds = f"{self._settings.deadline_seconds:g} s"
            problem = f"it did not end within {seconds} and was killed"
            raise ValidatorUnavailableError(self._unusable(problem, None)) from error
        except ToolOutputError as error:
            problem = f"it printed more than {self._settings.output_bytes // MIB} MiB"
            raise ValidatorUnavailableError(self._unusable(problem, None)) from error
        except ToolError as error:
            raise ValidatorUnavailableError(str(error)) from error

    def _unusable(self, problem: str, answer: Completed | None) -> str:
        cause = ""
        if answer is not None:
            ended = f"; it was killed by signal {-answer.returncode}"
            cause = ended if answer.returncode < 0 else ""
            said = " ".join(answer.stderr[: 4 * _SHOWN].decode(errors="replace").split())[:_SHOWN]
            cause += f"; it says: {said}" if said else ""
        return (
            f"kubeconform ({self._path}) cannot be used: {problem}{cause}; "
            f"check that it is kubeconform {_dotted(OLDEST)} or newer"
        )


def full_version(version: str) -> str:
    """``1.34.0`` for ``1.34`` or ``v1.34``: kubeconform takes nothing shorter."""
    parts = re.findall(r"\d+", version)[:3]
    full = ".".join([*parts, "0", "0"][:3])
    return full if parts and _FULL_VERSION.match(full) else "master"


def _dotted(version: Sequence[int]) -> str:
    return ".".join(str(part) for part in version)
