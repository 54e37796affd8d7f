"""Are the programs and packages here, and of versions that are supported?"""

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from catalogc.doctor.diagnosis import Check, State
from catalogc.doctor.versions import Range, read_version
from catalogc.procs import ToolError, ToolMissingError, closed_environment, find_tool, run
from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RendererUnavailableError, RenderSettings
from catalogc.validate.kubeconform_binary import OLDEST

_GROUP = "tools"
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*([^;]*)(;.*)?")
_SECONDS = 20.0

# Argo CD 3.5.1 renders with Helm 4.2.1.
_HELM = Range.read(">=4.2,<5")


@dataclass(frozen=True, slots=True)
class _Program:
    name: str
    arguments: tuple[str, ...]
    range: Range
    purpose: str


_PROGRAMS = (
    _Program("helm", ("version", "--template", "{{.Version}}"), _HELM, "--renderer helm"),
    _Program(
        "kubeconform",
        ("-v",),
        Range.read(">=" + ".".join(map(str, OLDEST))),
        "--validator kubeconform",
    ),
    _Program("pre-commit", ("--version",), Range.read(">=3.2"), "the hooks of this catalog"),
)
_GIT = _Program("git", ("--version",), Range.read(">=2.30"), "--since, --staged, diff, publish")


def tool_checks(root: Path) -> Iterator[Check]:
    """Yield a check of Python, each package, the Helm engine, and each program."""
    yield from _packages()
    yield _engine()
    in_git = any((folder / ".git").exists() for folder in (root, *root.parents))
    yield _program(_GIT, needed=in_git)
    for program in _PROGRAMS:
        yield _program(program, needed=False)


def _packages() -> Iterator[Check]:
    own = metadata.metadata("catalogc")
    supported = Range.read(own["Requires-Python"])
    yield _judged("python", platform.python_version(), supported, needed=True)
    for requirement in sorted(metadata.requires("catalogc") or (), key=str.lower):
        found = _REQUIREMENT.fullmatch(requirement)
        if found is None or "extra" in (found[3] or ""):
            continue
        try:
            version = metadata.version(found[1])
        except metadata.PackageNotFoundError:
            version = ""
        yield _judged(found[1], version, Range.read(found[2].strip()), needed=True)


def _engine() -> Check:
    name = "Helm engine"
    try:
        with EngineRenderer(RenderSettings(jobs=1)) as engine:
            return _judged(name, engine.version.removeprefix("helm "), _HELM, needed=True)
    except RendererUnavailableError as error:
        return Check(_GROUP, name, State.MISSING, str(error), _HELM.text, needed=True)


def _program(program: _Program, *, needed: bool) -> Check:
    wanted = program.range.text
    optional = "" if needed else f"optional: for {program.purpose}"
    try:
        command = [find_tool(program.name), *program.arguments]
        answer = run(command, environment=closed_environment(), timeout_seconds=_SECONDS)
    except ToolMissingError:
        remedy = optional or f"install it: for {program.purpose}"
        return Check(_GROUP, program.name, State.MISSING, "", wanted, remedy, needed)
    except ToolError as error:
        remedy = optional or "make it run"
        return Check(_GROUP, program.name, State.MISSING, str(error), wanted, remedy, needed)
    text = answer.stdout.decode(errors="replace").strip()
    version = ".".join(map(str, read_version(text)))
    if not version and not answer.returncode:  # built without one, as `go install` does
        return Check(_GROUP, program.name, State.OPEN, text[:80], wanted, "its version is unknown")
    return _judged(program.name, version, program.range, needed=needed, remedy=optional)


def _judged(name: str, version: str, supported: Range, *, needed: bool, remedy: str = "") -> Check:
    if not version:
        return Check(_GROUP, name, State.MISSING, "", supported.text, "install it", needed)
    state = supported.judge(read_version(version))
    advice = remedy or f"install {name}{supported.text}"
    return Check(
        _GROUP,
        name,
        state,
        version,
        supported.text,
        "" if state is State.OK else advice,
        needed,
    )
