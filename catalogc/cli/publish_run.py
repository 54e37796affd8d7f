"""The run of ``catalogc publish``: compile HEAD, look at every branch, then commit."""

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogc import CONFIG_FILE, __version__
from catalogc.cli.boundary import Stop
from catalogc.cli.changes import Given
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.options import RunOptions, find_root
from catalogc.cli.output import deletions_stop, output_trees
from catalogc.cli.publish_output import Published, sentence, write_json
from catalogc.cli.publish_request import Request
from catalogc.cli.publish_terms import BranchTerms
from catalogc.cli.session import Session
from catalogc.config import read_config
from catalogc.discover.listing import refused_file
from catalogc.emit.errors import DeletionRefused, OutputRefused
from catalogc.emit.marker import OutputTree
from catalogc.files import Repository
from catalogc.git.branch import require_not_checked_out
from catalogc.git.names import NameRefusedError
from catalogc.git.objects import require_person
from catalogc.git.places import LocalPlace, Place
from catalogc.git.publish import Outcome, Publication, Status, inspect, publish
from catalogc.git.runner import Git, GitError
from catalogc.git.trees import GitTree
from catalogc.model.configuration import Config
from catalogc.model.finding import has_errors
from catalogc.parse.document import parse_document, parse_documents
from catalogc.pipeline import Compilation, environment_names
from catalogc.report.escape import escape
from catalogc.sources import Sources


@dataclass(frozen=True, slots=True)
class _Source:
    git: Git
    commit: str
    tree: GitTree
    config: Config | None


def run(request: Request, options: RunOptions) -> int:
    """Publish; return the exit code.

    Raises:
        Stop: it is refused.
    """
    with _stops():
        source = _source(find_root(options.root))
        request.require_sound(source.git)
        if not request.dry_run:
            require_person(source.git)
        if source.config is not None and source.config.environments is not None:
            for name in request.wanted(source.config.environments, source.config):
                require_not_checked_out(source.git, request.branch_of(name))
        report = io.StringIO()
        with contextlib.redirect_stdout(report):
            compilation, code = _compile(source, options)
        is_text = options.format_name == "text"
        if is_text or code != ExitCode.CLEAN:
            sys.stdout.write(report.getvalue())
        if code != ExitCode.CLEAN:
            return code
        _say_uncommitted(source)
        done: list[Published] = []
        try:
            for item in _publish(source, request, compilation):
                done.append(item)
                sys.stdout.write(sentence(item) if is_text else "")
        finally:
            if not is_text:
                sys.stdout.write(write_json(report.getvalue(), done))
    return ExitCode.CLEAN


def _source(root: Path) -> _Source:
    git = Git.find(root)
    if not git.has_commits():
        raise GitError(
            f"{root} has no commit yet", "commit the catalog: publish takes what HEAD has"
        )
    commit = git.commit("HEAD")
    tree = GitTree.of_commit(git, commit)
    sources = Sources(Repository(root, tree=tree), parse_document, parse_documents, refused_file)
    parsed = sources.one(CONFIG_FILE)
    readable = parsed.value is not None and not has_errors(parsed.findings)
    config = read_config(parsed.value).value if parsed.value is not None and readable else None
    return _Source(git, commit, tree, config)


def _compile(source: _Source, options: RunOptions) -> tuple[Compilation, ExitCode]:
    session = Session(options, Given(source.tree))
    # All environments, as a build does it: what is published equals a build byte for byte.
    compilation = session.compile(lambda _: True)
    return compilation, session.report(compilation, compilation.findings)


def _say_uncommitted(source: _Source) -> None:
    changed = source.git.text(
        "status", "--porcelain", "-z", "--untracked-files=normal", "--no-renames", "."
    )
    output = f"{source.git.prefix}{source.config.paths.output}/" if source.config else ""
    entries = (entry[3:] for entry in changed.split("\0") if entry)  # two letters and a blank
    paths = [path for path in entries if not output or not path.startswith(output)]
    if paths:
        sys.stderr.write(
            f"catalogc: HEAD is published, without {len(paths)} files that are not committed, "
            f"such as {escape(paths[0])}\n"
        )


def _publish(source: _Source, request: Request, compilation: Compilation) -> Iterator[Published]:
    """Look at every branch before the first one is moved, then publish to each."""
    if compilation.catalog is None:
        return
    output = compilation.catalog.config.paths.output
    planned = []
    for branch, trees in _branches(request, compilation).items():
        require_not_checked_out(source.git, branch)
        publication = _publication(
            source,
            request,
            BranchTerms(
                branch,
                output,
                trees,
                request.environment is None,
                request.allow_delete,
                request.message or "",
            ),
        )
        place = request.place(source.git, branch)
        planned.append((publication, place, trees, inspect(source.git, place, publication)))
    for publication, place, trees, found in planned:
        outcome = found
        if found.status is Status.PLANNED and not request.dry_run:
            outcome = publish(source.git, place, publication)
            _follow(source.git, request, place, outcome)
        remote = request.remote if request.push else ""
        yield Published(place.branch, remote, tuple(trees), output, source.commit, outcome)


def _branches(request: Request, compilation: Compilation) -> dict[str, dict[str, OutputTree]]:
    """Return the trees of the environments that each branch is to hold."""
    catalog = compilation.catalog
    if catalog is None:
        return {}
    config = catalog.config
    known = {*environment_names(catalog), *(config.environments or ())}
    trees = output_trees(compilation, None)
    found: dict[str, dict[str, OutputTree]] = {}
    for name in request.wanted(known, config):
        branch, follows = request.branch_of(name), config.argocd.revision(name)
        if branch != follows:
            sys.stderr.write(
                f"catalogc: Applications of {name} follow {follows}, not {branch}: Argo CD sees "
                "what is published when it gets there\n"
            )
        found.setdefault(branch, {})[name] = trees.get(name, {})
    return found


def _publication(source: _Source, request: Request, terms: BranchTerms) -> Publication:
    files = {
        f"{terms.output}/{environment}/{path}": content
        for environment, tree in terms.trees.items()
        for path, content in tree.items()
    }
    return Publication(source.commit, __version__, files, terms, request.supersede or "")


def _follow(git: Git, request: Request, place: Place, outcome: Outcome) -> None:
    """Bring this clone's branch along with what was pushed, where it has one."""
    local = LocalPlace(git, place.branch, request.remote)
    if request.push and outcome.status is Status.PUBLISHED and not local.follow(outcome.commit):
        sys.stderr.write(
            f"catalogc: this clone's own branch {place.branch} has other commits and stays\n"
        )


@contextlib.contextmanager
def _stops() -> Iterator[None]:
    """Let refusals end the run as documented; texts of branches may hold anything."""
    try:
        yield
    except NameRefusedError as error:
        raise Stop(ExitCode.USAGE, escape(error.message), escape(error.remedy)) from None
    except (GitError, OutputRefused) as error:
        raise Stop(ExitCode.ENVIRONMENT, escape(error.message), escape(error.remedy)) from None
    except DeletionRefused as refusal:
        raise deletions_stop(refusal) from None
