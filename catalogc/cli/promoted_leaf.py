"""From the words of ``promote`` to a leaf for the next environment."""

from collections.abc import Sequence
from typing import NamedTuple

import click

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode
from catalogc.cli.session import Session
from catalogc.cli.traced_leaf import candidates, find_leaf
from catalogc.fix.change import UnchangeableError
from catalogc.model.catalog import Catalog
from catalogc.model.display import listing
from catalogc.model.leaf import LeafId
from catalogc.model.release import Release
from catalogc.model.source import FieldPath, parse_path
from catalogc.model.suggestion import nearest
from catalogc.scaffold.carrying import updated_leaf
from catalogc.scaffold.promotion import Promotion, new_leaf, target_path
from catalogc.scaffold.questions import read_value
from catalogc.scaffold.renaming import Renaming


class Promoted(NamedTuple):
    """A promotion, and what it is of."""

    promotion: Promotion
    source: Release
    environment: str


def promoted(
    session: Session,
    name: str,
    from_: str | None,
    to: str | None,
    settings: Sequence[str],
    carry: Sequence[str],
) -> Promoted:
    """Work out the leaf of the next environment; nothing is written.

    Raises:
        Stop: there is no such leaf or environment, or a text cannot be changed.
    """
    compilation = session.compile(lambda _: False, render=False)
    catalog = compilation.catalog
    if catalog is None:
        session.report(compilation, compilation.findings)
        raise Stop(ExitCode.USAGE, "catalogc.yaml cannot be used", "correct it first")
    source = _source(session, catalog, name, from_, to)
    environment = _target(catalog, source, to)
    renaming = Renaming.learn(source.id.environment, environment, catalog.releases, catalog.config)
    try:
        made = _promotion(session, catalog, source, renaming, _paths(carry))
        for setting in settings:
            path, value = read_value(setting, source.adapter.schema)
            made.set(path, value, "--set")
    except UnchangeableError as error:
        raise Stop(ExitCode.USAGE, str(error), "change the file by hand") from None
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    made.note_mentions(source.id.environment)
    return Promoted(made, source, environment)


def _promotion(
    session: Session,
    catalog: Catalog,
    source: Release,
    renaming: Renaming,
    carry: tuple[FieldPath, ...],
) -> Promotion:
    document = source.leaf.document
    if document.spans[()].key is not None:
        message = f"{document.file.path} holds the leaf within an entity"
        raise Stop(ExitCode.USAGE, message, "move it to a file of its own to promote it")
    wanted = LeafId(renaming.new, *source.id[1:])
    for release in catalog.releases:
        if release.id == wanted:
            return updated_leaf(source, release, renaming, carry)
    path = target_path(source, renaming.new, catalog.config.paths.leaves)
    if (session.root / path).exists():
        message = f"{path} exists, and is not the leaf {wanted}"
        raise Stop(ExitCode.USAGE, message, f"catalogc lint {path} may tell why")
    return new_leaf(source, path, renaming, catalog)


def _paths(names: Sequence[str]) -> tuple[FieldPath, ...]:
    return tuple(parse_path(name) for name in names)


def _order(catalog: Catalog) -> list[str]:
    """Return the environments in the order of promotion: that of catalogc.yaml."""
    config = catalog.config
    if config.environments is None:
        return sorted({release.id.environment for release in catalog.releases})
    places = {name: config.at_key(("environments", name)) for name in config.environments}
    return sorted(places, key=lambda name: place.span.start if (place := places[name]) else 0)


def _source(
    session: Session, catalog: Catalog, name: str, from_: str | None, to: str | None
) -> Release:
    """Find the leaf; of a service with several, the one right before the target."""
    found = candidates(session.root, catalog, name)
    order = _order(catalog)
    if from_ is None and len(found) > 1 and to in order:
        here = {release.id.environment for release in found}
        before = [item for item in order[: order.index(to)] if item in here]
        from_ = before[-1] if before else None
    return find_leaf(session.root, catalog, name, from_)


def _target(catalog: Catalog, source: Release, to: str | None) -> str:
    order = _order(catalog)
    here = source.id.environment
    later = order[order.index(here) + 1 :] if here in order else []
    if to is None:
        if later and catalog.config.environments is not None:
            return later[0]
        message = f"no environment comes after {here}"
        raise Stop(ExitCode.USAGE, message, f"name one with --to: {listing(order)}")
    if catalog.config.environment(to) is None:
        close = nearest(to, order)
        remedy = f"did you mean {close}?" if close else f"known: {listing(order)}"
        raise Stop(ExitCode.USAGE, f"--to is {to!r}, which is not in catalogc.yaml", remedy)
    if to == here:
        raise Stop(ExitCode.USAGE, f"{source.id} is in {to} already", "name another one with --to")
    if to in ("", ".", "..") or "/" in to or not to.isprintable():
        raise Stop(ExitCode.USAGE, f"{to!r} cannot be part of a file name")
    return to
