"""An image's tag is latest in production."""

from collections.abc import Iterator

from catalogc.model.finding import Finding
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.images import LATEST, TAG, image_of
from catalogc.rules.shared.written import blame

SLUG = "latest-in-production"

_BAD = SHOP.replace("environment: dev", "environment: prod").replace("1.4.2", "latest")
_BAD += "  replicas: 2\n"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Judge ``container.image.tag`` in production, unless there is a digest."""
    image = image_of(release)
    if image is None or image.digest or image.tag != LATEST:
        return
    if not release.environment.production:
        return
    yield Reporter(SLUG, release, context).finding(
        TAG,
        f'container.image.tag is "latest", and {release.environment.name} is production',
        label="latest moves with every release",
        remedy=f"write the version of {image.repository} that was tested, such as 1.4.2, "
        "or add container.image.digest",
        location=blame(release, TAG),
    )


RULE = Rule(
    SLUG,
    "an image's tag is latest in production",
    check,
    rationale="latest is whatever was pushed last: a node that fails at night brings a version "
    "into production that nobody tested or reviewed.",
    bad=_BAD,
    good=_BAD.replace("latest", "1.4.2"),
)
