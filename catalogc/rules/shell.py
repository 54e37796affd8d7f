"""Text of a leaf is no program."""

from collections.abc import Iterator

from catalogc.model.finding import Finding, Severity
from catalogc.model.release import Release
from catalogc.model.source import format_path
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.argv import shell_texts
from catalogc.rules.shared.examples import SHOP

SLUG = "shell"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Look for a shell that is given text to run: ``[sh, -c, text]``.

    In ``container.command`` with ``container.args``, and in the commands of exec probes.
    """
    values = release.leaf.values
    for shell, word in shell_texts(values):
        yield Reporter(SLUG, release, context).finding(
            word.path,
            f"{format_path(word.path)} is text that {shell} runs",
            location=values.at(word.path),
            label="a program in a leaf",
            remedy="write the command as a list without a shell ([program, argument]), or put a "
            "script into the image",
        )


_BAD = (
    SHOP
    + """\
  probes:
    readiness:
      type: exec
      command: [sh, -c, "wget -qO- localhost:8080/ready | grep ok"]
"""
)

RULE = Rule(
    SLUG,
    "text of a leaf is run by a shell",
    check,
    rationale="A shell gives meaning to quotes, spaces and dollar signs that nobody checks, "
    "hides the exit code of all but the last command, and keeps signals from the program.",
    severity=Severity.WARNING,
    bad=_BAD,
    good=_BAD.replace('sh, -c, "wget -qO- localhost:8080/ready | grep ok"', "/bin/ready"),
)
