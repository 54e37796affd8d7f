"""A comparison as a comment of a pull request: GitHub's and GitLab's Markdown.

Text from input is written as ``<code>`` with entities, so that it can neither become markup nor
mention anybody. A comment of GitHub holds 65,536 characters; whole sections are left out, and the
comment says how many.
"""

import re
from collections.abc import Iterator, Sequence

from catalogc.diff.report.hunks import hunks
from catalogc.diff.report.wording import (
    GPU_HEADER,
    Names,
    gpu_row,
    headline,
    lines,
    moved_leaf,
    plural,
    resource_title,
    silent,
    sureness,
    title,
)
from catalogc.diff.result import ApplicationDiff, CatalogDiff, Effect, ResourceDiff
from catalogc.report.escape import escape

LIMIT = 65_536
"""Most bytes of a comment; characters are fewer."""

MARKER = "<!-- catalogc-diff -->"
"""First line of a comment, by which a job finds its own one to write it anew."""

_ROOM = 400
_SMALLEST = 100  # bytes of any section
# What Markdown or HTML obeys; of colons, those of URLs and emoji.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&@\"'$^=!]|:(?=//|[\w+-]{1,50}:)|(?<=www)\.")
_LINKS = re.compile(r"&#(64|35);")
_FENCE = re.compile(r"`{3,}")


def write_markdown(
    diff: CatalogDiff, names: Names, *, colour: bool = False, limit: int = LIMIT
) -> str:
    """Write a table of the Applications, then one folded section each, the worst first.

    Args:
        diff: what to write.
        names: what the sides are called.
        colour: no part of this format.
        limit: most bytes.
    """
    del colour
    head = f"{MARKER}\n### catalogc diff: {_code(names.base)} to {_code(names.head)}\n\n"
    head += f"**{headline(diff)}**\n"
    closing = "".join(_closing(diff, limit // 4))
    room = limit - _size(head) - _size(closing) - _ROOM
    table = _table(diff.applications, room // 2)
    sections, left_out = _sections(diff.applications, room - _size(table))
    tail = ""
    if left_out:
        tail = f"\n{plural(left_out, 'section')} left out: a comment holds {limit:,} characters. "
        tail += "`catalogc diff` prints all.\n"
    return head + table + closing + sections + tail


def _table(items: Sequence[ApplicationDiff], room: int) -> str:
    if not items:
        return ""
    text = "\n| effect | Application | what happens |\n|---|---|---|\n"
    for number, item in enumerate(items):
        row = f"| {_effect_name(item.headline)} | {_code(title(item))} | "
        row += f"{_prose(item.headline.message)} |\n"
        if _size(text) + _size(row) > room:
            return text + f"\n{len(items) - number} more Applications are not in this table.\n"
        text += row
    return text


def _sections(items: Sequence[ApplicationDiff], room: int) -> tuple[str, int]:
    text, left_out = "", 0
    for item in items:
        for with_hunks in (True, False) if room > _SMALLEST else ():
            section = "".join(_section(item, with_hunks=with_hunks))
            if _size(section) <= room:
                break
        else:
            left_out += 1
            continue
        text += section
        room -= _size(section)
    return text, left_out


def _section(item: ApplicationDiff, *, with_hunks: bool) -> Iterator[str]:
    count = plural(len(item.resources), "object")
    # Markdown is not read within a line of HTML.
    yield f"\n<details><summary><b>{sureness(item.headline)}</b> "
    yield f"{_code(title(item))}: {count}</summary>\n\n"
    if moved := moved_leaf(item):
        yield f"- {_prose(moved)}\n"
    for effect in item.effects:
        yield f"- {_effect_name(effect)}: {_prose(effect.message)}\n"
    for fact in item.facts:
        yield f"- {_prose(fact.name)}: {_code(fact.before)} to {_code(fact.after)}\n"
    for resource in item.resources:
        yield from _resource(resource, with_hunks=with_hunks)
    yield "\n</details>\n"


def _resource(item: ResourceDiff, *, with_hunks: bool) -> Iterator[str]:
    yield f"\n**{_code(resource_title(item))}**\n\n"
    for effect in item.effects:
        yield f"- {_effect_name(effect)}: {_prose(effect.message)}\n"
    if remark := silent(item):
        yield f"- {_prose(remark)}\n"
    text = hunks(item) if with_hunks else ""
    if text:
        longest = max((len(run) for run in _FENCE.findall(text)), default=2)
        fence = "`" * (longest + 1)
        yield f"\n{fence}diff\n{_clean(text)}{fence}\n"
    else:
        for line in lines(item):
            yield f"- {_code(line.field)}: {_code(line.text)}\n"


def _closing(diff: CatalogDiff, room: int) -> Iterator[str]:
    if diff.gpus:
        yield "\n**GPUs**\n\n"
        rows = (" | ".join(_code(cell) for cell in gpu_row(demand)) for demand in diff.gpus)
        yield f"| {' | '.join(GPU_HEADER)} |\n{'|---' * len(GPU_HEADER)}|\n"
        yield from _some((f"| {row} |\n" for row in rows), len(diff.gpus), room)
    if diff.deletions:
        number = len(diff.deletions)
        yield f"\n**To be deleted: {number}** (acknowledge with `--allow-delete {number}`)\n\n"
        yield from _some((f"- {_code(name)}\n" for name in diff.deletions), number, room)
    if diff.rejected:
        yield "\n**Updates that will be refused**\n\n"
        rejected = (f"- {_code(name)}\n" for name in diff.rejected)
        yield from _some(rejected, len(diff.rejected), room)
    if diff.undecided:
        yield "\n**Not compared, as not rendered on both sides**\n\n"
        undecided = (f"- {_code(str(identity))}\n" for identity in diff.undecided)
        yield from _some(undecided, len(diff.undecided), room)


def _some(rows: Iterator[str], number: int, room: int) -> Iterator[str]:
    """Yield rows while there is room, and say how many are left out."""
    for index, row in enumerate(rows):
        room -= _size(row)
        if room < 0:
            yield f"\n{number - index} more are left out here.\n"
            return
        yield row


def _effect_name(effect: Effect) -> str:
    return f"**{sureness(effect)}**"


def _code(text: str) -> str:
    """Write text that means nothing to Markdown or HTML."""
    return f"<code>{_entities(text)}</code>"


def _prose(text: str) -> str:
    """Write a sentence that may hold names from input.

    GitHub looks for mentions and numbers of issues where entities are characters again; only
    ``<code>`` keeps it away.
    """
    return _LINKS.sub(r"<code>\g<0></code>", _entities(text))


def _entities(text: str) -> str:
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", escape(text))


def _clean(text: str) -> str:
    """Escape what a browser would obey or hide, line by line."""
    return "".join(f"{escape(line)}\n" for line in text.split("\n")[:-1])


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
