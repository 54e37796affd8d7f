"""A worker's answer, or its death, as a render result."""

import re
import signal

from catalogc.model.resource import Resource
from catalogc.render.protocol import (
    MIB,
    FailureKind,
    RenderFailure,
    RenderJob,
    RenderResult,
    RenderSettings,
)
from catalogc.workers.frames import Message

_OUT_OF_MEMORY = re.compile(r"out of memory|cannot allocate|MemoryError|pthread_create failed")
_GO_DEATH = re.compile(r"^fatal error: (?P<reason>.+)$", re.MULTILINE)


def read_answer(message: Message, job: RenderJob, settings: RenderSettings) -> RenderResult:
    """Turn what a worker said about a job into its result."""
    verb, *rest = message
    if verb == "rendered":
        return RenderResult(job.index, tuple(Resource(*row) for row in rest[0]))
    # Its patterns take 6 ms to compile, which a commit hook without failures does not spend.
    from catalogc.render.errors import kube_version_failure, read_error

    if verb == "error":
        failure = read_error(rest[0], job.chart.name)
    elif verb == "invalid":
        failure = invalid_manifest_failure(*rest)
    elif verb == "changing":
        failure = changing_failure(rest[0].removeprefix(f"{job.chart.name}/"))
    else:
        failure = kube_version_failure(rest[0], settings.version_for(job))
    return RenderResult(job.index, failure=failure)


def invalid_manifest_failure(template: str, message: str, excerpt: str) -> RenderFailure:
    """The failure of a template that rendered no Kubernetes object."""
    kind = FailureKind.INVALID_MANIFEST
    return RenderFailure(kind, message, template=template, expression=excerpt)


def changing_failure(template: str) -> RenderFailure:
    """The failure of a template that renders something else each time."""
    return RenderFailure(
        FailureKind.NON_DETERMINISTIC_TEMPLATE,
        "the template renders something else each time: it reads the clock, a random source "
        "or a list without an order",
        template=template,
    )


def unusable_values_failure(error: Exception) -> RenderFailure:
    """The failure of a job that cannot be handed to Helm."""
    return RenderFailure(FailureKind.TEMPLATE_ERROR, f"cannot be given to Helm: {error}")


def timeout_failure(settings: RenderSettings) -> RenderFailure:
    """The failure of a release that never ends."""
    limit = f"{settings.deadline_seconds:g} s"
    return RenderFailure(FailureKind.RENDER_TIMEOUT, f"not rendered within {limit}, tried twice")


def crash_failure(status: int, error_text: str, settings: RenderSettings) -> RenderFailure:
    """The failure of a release that kills the engine.

    Args:
        status: exit status of the worker; negative for a signal.
        error_text: the end of what it wrote to stderr.
        settings: the limits that it had.
    """
    death = _GO_DEATH.search(error_text)
    if _OUT_OF_MEMORY.search(error_text):
        reason = f"it needs more than {settings.memory_bytes // MIB} MiB"
    elif death:
        reason = death["reason"]
    elif status < 0:
        reason = signal.Signals(-status).name
    else:
        reason = (error_text.strip().splitlines() or [f"exit status {status}"])[-1]
    message = f"the Helm engine died of this release, twice: {reason}"
    return RenderFailure(FailureKind.RENDER_CRASH, message)
