"""Write docs/reference/findings.md and a page for each rule, or check that they are up to date.

`python -m scripts.rule_pages` writes them; `--check` tells whether they are up to date.
"""

import sys
from pathlib import Path

from catalogc.report.rule_page import rule_page
from catalogc.rules import RULES

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
TABLE = "| rule | severity | fixes | what it says |\n|---|---|---|---|\n"


def pages() -> dict[Path, str]:
    """Return the text of every page."""
    index = REFERENCE / "findings.md"
    head = index.read_text("utf-8").partition("| rule |")[0]
    rows = "".join(
        f"| [`{rule.slug}`](rules/{rule.slug}.md) | {rule.severity} | {rule.fixable or ''} "
        f"| {rule.summary} |\n".replace("|  |", "| |")
        for rule in RULES
    )
    found = {index: f"{head}{TABLE}{rows}"}
    return found | {REFERENCE / "rules" / f"{rule.slug}.md": rule_page(rule) for rule in RULES}


def main(arguments: list[str]) -> int:
    """Return 1 where ``--check`` finds a page that is not up to date."""
    wanted = pages()
    stale = [path for path in (REFERENCE / "rules").glob("*.md") if path not in wanted]
    changed = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    if "--check" in arguments:
        names = sorted(path.name for path in (*stale, *changed))
        if names:
            print(f"not up to date: {', '.join(names)}", file=sys.stderr)
            print("run: python -m scripts.rule_pages", file=sys.stderr)
        return 1 if names else 0
    for path in stale:
        path.unlink()
    for path in changed:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
