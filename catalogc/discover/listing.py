"""List the YAML files of a folder; what may not be read becomes a finding."""

from catalogc.files import FileRefused, Repository
from catalogc.model.finding import Finding, Outcome, Severity
from catalogc.model.source import Location

YAML_SUFFIXES = (".yaml", ".yml")

_HELP = {
    "symlink": "replace the link by the file itself",
    "outside-root": "keep the path inside the repository",
    "missing-file": "correct the path, or add the file",
    "unreadable-file": "make it a regular file that the current user may read",
}


def list_yaml(repository: Repository, folder: str) -> Outcome[tuple[str, ...]]:
    """List YAML files below ``folder``, sorted."""
    listing = repository.list_files(folder, YAML_SUFFIXES)
    return Outcome(listing.files, tuple(map(refused_file, listing.refused)))


def refused_file(refusal: FileRefused) -> Finding:
    """Turn a refused file into a finding about that file."""
    return Finding(
        rule=refusal.rule,
        severity=Severity.ERROR,
        message=f"{refusal.path} cannot be read: {refusal.reason}",
        location=Location.whole_file(refusal.path),
        help=_HELP[refusal.rule],
    )
