"""The order of API versions."""

import re

_VERSION = re.compile(r"v(\d+)(?:(alpha|beta)(\d+))?\Z")


def stability(version: str) -> tuple[int, int, int, str]:
    """Return a sort key: ``v2`` after ``v1`` after ``v1beta2``, ``v1alpha1``, and all others.

    Source: Kubernetes' version priority (apimachinery, ``version.CompareKubeAwareVersionStrings``).
    """
    match = _VERSION.match(version)
    if match is None:
        return (-1, 0, 0, version)
    major, phase, minor = match.groups()
    return ({None: 2, "beta": 1, "alpha": 0}[phase], int(major), int(minor or 0), version)
