"""Findings that every format for machines is tested with."""

from catalogc.model.finding import Applicability, Edit, Fix, Label, Severity
from catalogc.model.leaf import LeafId
from catalogc.model.source import Location, SourceFile, Span
from report.places import finding, place

LEAF = "gpu:\n  count: 4\n"
COUNT = place(LEAF, "4")

FULL = finding(
    COUNT,
    "gpu.count is 4",
    label="too many",
    field=("gpu", "limits", "nvidia.com/gpu", 0),
    leaf=LeafId("dev", "ml", "llama"),
    related=(Label(place("- name: rtx\n", "rtx", "c d.yaml"), "largest pool"),),
    help="lower it",
    policy=place("rule: x\n", "x", "policies/x.yaml"),
    fixes=(Fix("set it to 2", Applicability.SAFE, (Edit(COUNT, "2"),)),),
)

_LINES = "é: 1\r\nprobe:\n  path: /\n  port: 80\n"
# Two edits; the line between them stays.
SEVERAL_LINES = finding(
    place(_LINES, "probe:\n  path: /\n  port: 80"),
    "probe is flat",
    severity=Severity.WARNING,
    field=("probe",),
    fixes=(
        Fix(
            "move it",
            Applicability.UNSAFE,
            (Edit(place(_LINES, "80"), "http"), Edit(place(_LINES, "probe"), "health")),
        ),
    ),
)

# The character before b is one code point, two units of UTF-16 and four bytes of UTF-8.
UNICODE = finding(place("a𐐀b: 1\n", "b"), "b is after 𐐀", severity=Severity.INFO)

# YAML ends lines in more places than git: here b is on line 3 for YAML, on line 2 for git.
NEXT_LINE = finding(
    Location(SourceFile("ls.yaml", "a: 1\n# é\u2028b: 2\n"), Span(3, 1, 3, 2, 9, 10)),
    "b is on line 3",
)

HOSTILE_TEXT = (
    "::error::x\x1b[2J\r\n##[error]]]><&\"' {0} [l](http://e) [[ATTACHMENT|/x]] 100%\uffff"
)
HOSTILE = finding(
    place("a: 1\n", "1", "a,b:c%\n<é>.yaml"), HOSTILE_TEXT, help="see\n::stop-commands::x"
)

NO_TEXT = finding(Location.whole_file("big.yaml"), "big.yaml is too large")

# Delete is ASCII, and JSON may hold it.
_DELETE = place("a: 1\n", "1", "\x7f.yaml")
DELETE = finding(_DELETE, "a\x7fb", fixes=(Fix("x", Applicability.SAFE, (Edit(_DELETE, "\x7f"),)),))

MACHINE_FINDINGS = [FULL, SEVERAL_LINES, UNICODE, NEXT_LINE, HOSTILE, NO_TEXT, DELETE]
