"""What ``catalogc publish`` is asked for, and which environments that means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalogc import CONFIG_FILE
from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.git.names import require_branch_name, require_remote
from catalogc.git.places import LocalPlace, Place, RemotePlace
from catalogc.git.runner import Git
from catalogc.model.configuration import ENVIRONMENT_PLACEHOLDER, Config
from catalogc.model.delivery import ManifestSource, Shape
from catalogc.model.display import listing
from catalogc.model.suggestion import nearest

_COMMIT = re.compile(r"[0-9a-f]{7,64}\Z")


@dataclass(frozen=True, slots=True)
class Request:
    """What the options of the verb say.

    Attributes:
        branch: with or without ``{environment}``.
        environment: the only one to publish; None for those that follow the branch.
        push: whether the branch of the remote is meant, and not that of this clone.
        supersede: the branch's newest commit that may be followed whatever it is.
    """

    branch: str
    environment: str | None
    push: bool
    remote: str
    message: str | None
    allow_delete: int | None
    supersede: str | None
    dry_run: bool

    def require_sound(self, git: Git) -> None:
        """Refuse what can be refused before anything is compiled.

        Raises:
            Stop: an option has no meaning.
            GitError: the branch or the remote has no name that git takes.
        """
        if re.search(r"[{}]", self.branch_of("")):
            raise Stop(
                ExitCode.USAGE,
                f"--branch {self.branch} has a placeholder that is not {ENVIRONMENT_PLACEHOLDER}",
            )
        if self.supersede is not None and not _COMMIT.match(self.supersede):
            raise Stop(
                ExitCode.USAGE,
                f"--supersede {self.supersede} is no name of a commit",
                "give at least 7 digits of the branch's newest commit",
            )
        if self.message is not None and (not self.message.strip() or "\0" in self.message):
            raise Stop(ExitCode.USAGE, "--message is empty or holds a NUL character")
        require_branch_name(git, self.branch_of(self.environment or "x"))
        if self.push:
            require_remote(git, self.remote)

    def branch_of(self, environment: str) -> str:
        """Return the branch that an environment is published to."""
        return self.branch.replace(ENVIRONMENT_PLACEHOLDER, environment)

    def place(self, git: Git, branch: str) -> Place:
        """Return where a branch is."""
        return (RemotePlace if self.push else LocalPlace)(git, branch, self.remote)

    def wants(self, environment: str, config: Config) -> bool:
        """Tell whether an environment is published."""
        if self.environment is not None:
            return environment == self.environment
        return config.argocd.revision(environment) == self.branch_of(environment)

    def wanted(self, known: Iterable[str], config: Config) -> list[str]:
        """Return which of the known environments are published, sorted.

        Raises:
            Stop: there is none, or Argo CD reads more of one than its branch would hold.
        """
        known = sorted(set(known))
        names = [name for name in known if self.wants(name, config)]
        if not names and self.environment is not None:
            guess = nearest(self.environment, known)
            raise Stop(
                ExitCode.USAGE,
                f"there is no environment {self.environment}",
                f"did you mean {guess}?" if guess else f"known: {listing(known) or 'none'}",
            )
        if not names:
            follow = sorted({config.argocd.revision(name) for name in known})
            raise Stop(
                ExitCode.USAGE,
                f"no environment's Applications follow branch {self.branch}: they follow "
                f"{listing(follow) or config.argocd.target_revision}",
                f"set argocd.targetRevision in {CONFIG_FILE}, such as env/"
                f"{ENVIRONMENT_PLACEHOLDER}, or name an environment with --env",
            )
        for name in names:
            _require_manifests(name, config)
        return names


def _require_manifests(name: str, config: Config) -> None:
    environment = config.environment(name)
    if environment is None:
        return
    delivery = config.delivery(environment)
    if delivery.source is ManifestSource.CHART or delivery.shape is Shape.HYDRATOR:
        what = "charts" if delivery.source is ManifestSource.CHART else "branches of its own"
        raise Stop(
            ExitCode.USAGE,
            f"Argo CD is told to make {what} of environment {name} from the source branch",
            f"in {CONFIG_FILE}, set argocd.source: manifests and another argocd.shape than "
            "hydrator for it",
        )
