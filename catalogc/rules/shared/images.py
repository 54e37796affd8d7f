"""The image of a leaf's container, and which tags move."""

import re
from typing import NamedTuple

from catalogc.model.release import Release

IMAGE = ("container", "image")
TAG = (*IMAGE, "tag")
LATEST = "latest"

_MOVING = frozenset(
    {"latest", "main", "master", "dev", "develop", "edge", "nightly", "stable", "canary"}
)
# What pins a tag that names a branch or channel too: a version, build number, date or commit.
_PIN = re.compile(r"v?[0-9]+(\.[0-9a-z]+)*|(?=.*[0-9])[0-9a-f]{7,40}")


class Image(NamedTuple):
    """An image; a digest, if there is one, wins over the tag."""

    repository: str
    tag: str
    digest: str

    def __str__(self) -> str:
        """``ghcr.io/acme/shop:1.4.2``."""
        return f"{self.repository}:{self.tag}" if self.tag else self.repository


def image_of(release: Release) -> Image | None:
    """Return the image; None where the leaf and its chart name none."""
    written = release.effective.mapping(IMAGE)
    repository, tag, digest = (written.get(part) for part in ("repository", "tag", "digest"))
    if not isinstance(repository, str) or not repository:
        return None
    return Image(
        repository,
        tag if isinstance(tag, str) else "",
        digest if isinstance(digest, str) else "",
    )


def moves(tag: str) -> bool:
    """Tell whether a tag is given to new images, judged by its name.

    It moves if it has no digit, or if it names a branch or channel and no version, build number,
    date or commit: ``latest-cuda12`` moves, ``nightly-20260101`` and ``main-3f2a9bc`` do not.
    """
    if not any(character.isdigit() for character in tag):
        return True
    words = re.split(r"[-+]", tag.lower())
    return any(word in _MOVING for word in words) and not any(map(_PIN.fullmatch, words))
