"""Kubernetes' own CEL functions, as plain Python (kubernetes.io, Common Expression Language)."""

from catalogc.cel.libraries import format as named_formats
from catalogc.cel.libraries import ip, lists, quantity, regex, semver, url

FUNCTIONS = (
    *quantity.FUNCTIONS,
    *lists.FUNCTIONS,
    *regex.FUNCTIONS,
    *url.FUNCTIONS,
    *ip.FUNCTIONS,
    *named_formats.FUNCTIONS,
    *semver.FUNCTIONS,
)
