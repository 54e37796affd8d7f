"""Secrets that are newly read, or that somebody new may read."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.effects.secret_reads import secret_reads
from catalogc.diff.result import Effect, EffectKind
from catalogc.model.display import listing


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield what is newly read; less is told only where nothing is added to it."""
    before = set(map(change.renamed, secret_reads(change.before)))
    after = secret_reads(change.after)
    if before == after:
        return
    pair = change.application
    known = {
        change.renamed(read)
        for resource in pair.old_resources
        if resource.kind == change.kind[1]
        for read in secret_reads(resource)
    }
    new = sorted(after - before - known)
    gone = sorted(before - after)
    if new:
        yield Effect(EffectKind.SECRET_SCOPE, f"newly read: {listing(new, 4)}")
    elif gone and change.after is not None and not after - before:
        yield Effect(EffectKind.SECRET_SCOPE, f"no longer read: {listing(gone, 4)}")
