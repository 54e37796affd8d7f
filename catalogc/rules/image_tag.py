"""An image's tag moves."""

from collections.abc import Iterator

from catalogc.model.display import show
from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import Profile
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.images import LATEST, TAG, image_of, moves
from catalogc.rules.shared.written import blame

SLUG = "image-tag"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge ``container.image.tag``, unless there is a digest, which wins over it.

    ``latest`` in production is left to latest-in-production.
    """
    image = image_of(release)
    if image is None or image.digest or not image.tag or not moves(image.tag):
        return
    if release.environment.production and image.tag == LATEST:
        return
    yield Reporter(SLUG, release, context).finding(
        TAG,
        f"container.image.tag is {show(image.tag)}, which can move to another image",
        label="a tag that moves",
        remedy=f"write the version that {image.repository} is meant to have, such as 1.4.2, "
        "or add container.image.digest",
        location=blame(release, TAG),
    )


RULE = Rule(
    SLUG,
    "an image's tag can move to another image",
    check,
    rationale="Pods of one Deployment that start on different days run different images, no "
    "commit says when that changed, and a rollback brings back nothing.",
    severity=Severity.WARNING,
    profile=Profile.DEFAULT,
    bad=SHOP.replace("tag: 1.4.2", "tag: main"),
    good=SHOP,
)
