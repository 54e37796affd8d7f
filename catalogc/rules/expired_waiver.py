"""A waiver with an end is over after it."""

from catalogc.model.finding import Severity
from catalogc.rules.base import Rule, Scope
from catalogc.rules.shared.examples import SHOP

SLUG = "expired-waiver"

RULE = Rule(
    SLUG,
    "a waiver has ended",
    rationale="A waiver until a day is a promise to look again. After that day its findings are "
    "reported again.",
    scope=Scope.SOURCE,
    severity=Severity.WARNING,
    bad=f"{SHOP}# catalogc: ignore-file[gpu-capacity] until=2020-01-31 reason=on order\n",
    good=SHOP,
)
