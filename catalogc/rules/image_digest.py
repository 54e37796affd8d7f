"""An image in production has no digest."""

from collections.abc import Iterator

from catalogc.model.finding import Finding, Severity
from catalogc.model.lint import Profile
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import SHOP
from catalogc.rules.shared.images import IMAGE, image_of
from catalogc.rules.shared.written import blame

SLUG = "image-digest"

_FIELD = (*IMAGE, "digest")
_EXAMPLE = "sha256:1a36a1645ef1f1ba1ab8f1b9ab4f3f9a2b79dd3b8a3f5dca7d5e1b6f6a1c0e4d"
_BAD = SHOP.replace("environment: dev", "environment: prod") + "  replicas: 2\n"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for ``container.image.digest`` in production."""
    image = image_of(release)
    if image is None or image.digest or not release.environment.production:
        return
    yield Reporter(SLUG, release, context).finding(
        _FIELD,
        f"container.image is {image} without a digest, and {release.environment.name} is "
        "production",
        label="no digest",
        remedy=f"add container.image.digest: `crane digest {image}` prints it",
        location=blame(release, _FIELD),
    )


RULE = Rule(
    SLUG,
    "an image in production has no digest",
    check,
    rationale="Whoever may push to a registry can give a tag to another image. A digest names "
    "one image, and the container runtime checks it.",
    severity=Severity.WARNING,
    profile=Profile.STRICT,
    bad=_BAD,
    good=_BAD.replace("tag: 1.4.2", f"tag: 1.4.2, digest: {_EXAMPLE}"),
)
