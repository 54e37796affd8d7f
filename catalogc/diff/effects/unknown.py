"""What catalogc cannot see: charts that Argo CD renders, and where an Application points."""

from collections.abc import Iterator

from catalogc.diff.change import ResourceChange
from catalogc.diff.fields import format_field
from catalogc.diff.result import Effect, EffectKind
from catalogc.model.source import FieldPath
from catalogc.rules.shared.pods import Kind

APPLICATION: Kind = ("argoproj.io", "Application")

_DESTINATION: FieldPath = ("spec", "destination")
_HELM: tuple[FieldPath, ...] = (
    ("spec", "source", "helm"),
    ("spec", "source", "chart"),
    ("spec", "source", "repoURL"),
    ("spec", "source", "targetRevision"),
)


def find(change: ResourceChange) -> Iterator[Effect]:
    """Yield what follows from a changed Application, as far as that can be told."""
    if change.kind != APPLICATION or not change.is_update:
        return
    for item in change.real(_DESTINATION):
        yield Effect(
            EffectKind.UNKNOWN,
            f"{format_field(item.path)} changes: objects are made there, and those at the old "
            "destination are no longer looked after",
            sure=False,
            path=item.path,
        )
        break
    after = change.application.after
    if after is not None and after.release.is_third_party:
        for item in change.real(*_HELM):
            yield Effect(
                EffectKind.UNKNOWN,
                f"Argo CD renders this chart itself, so what {format_field(item.path)} changes on "
                "the cluster is not known here",
                sure=False,
                path=item.path,
            )
            break
