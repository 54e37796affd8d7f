"""Variants in a worker: what the driver wrote, read as the objects of each variant.

Workers import this: it stays free of dataclasses and of the model.
"""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from json import dumps, loads
from typing import Any

from catalogc.goyaml.blocks import Path, find_patches
from catalogc.render.manifests import InvalidManifestError, Row, read_manifests, split_documents
from catalogc.workers.frames import Message

Identity = tuple[str, str, str, str, str]
"""The first fields of a row: API version, kind, namespace, name and template."""
Plan = tuple[str, Sequence[str], Sequence[str]]
"""The driver's file, the templates that it includes, and the variants."""
Render = Callable[[str], Mapping[str, str]]
"""Values in JSON to member -> text.

Raises:
    HelmError: a template failed.
"""


class UntrustedError(Exception):
    """Included templates do not write what they write by themselves."""


def render_variants(
    render: Render,
    failed: type[Exception],
    chart: str,
    values: str,
    plan: Plan,
) -> list[Message | None]:
    """Render variants of a release.

    Args:
        render: renders the chart with the driver.
        failed: what ``render`` raises where a template fails.
        chart: the chart's name.
        values: the release's own, in JSON.
        plan: the driver's file; the templates that it includes; name, namespace and values of
            each variant, in JSON, the first being the release as it is.

    Returns:
        For each variant but the first: ``("changed", template -> rows, patches)``,
        ``("invalid", ...)``, or None where it fails. A patch is what an object is called (as in
        a row), a path and a value.

    Raises:
        UntrustedError: the variants must be rendered by themselves.
    """
    driver, _, variants = plan
    answers: list[Message | None] = [None] * (len(variants) - 1)
    good: list[int] = []
    pending = list(range(1, len(variants)))
    while pending or good:
        if not pending:
            pending, good = good, []
        try:
            found = _render(render, chart, values, plan, pending)
        except failed as error:
            before, pending = _split(pending, str(error), f"{chart}/{driver}")
            good += before
        else:
            for number, texts in zip(pending, found, strict=True):
                answers[number - 1] = texts
            pending = []
    return answers


def _render(
    render: Render, chart: str, values: str, plan: Plan, numbers: Sequence[int]
) -> list[Message]:
    """Render the variants of some numbers."""
    driver, templates, variants = plan
    chosen = [variants[0], *(variants[number] for number in numbers)]
    outputs = render(_with_variants(values, chosen))
    members = ((name, f"{chart}/{name}") for name in templates)
    alone = {name: outputs[member] for name, member in members if member in outputs}
    written = outputs.get(f"{chart}/{driver}", "")
    changed = _texts(written, alone, templates, len(numbers))
    return [_answer(alone, texts, chart) for texts in changed]


def _split(numbers: list[int], error: str, driver: str) -> tuple[list[int], list[int]]:
    """Take out the variant that an error is about: those before it work, the others may not.

    Raises:
        UntrustedError: the error is not about one of them.
    """
    # The driver's line n + 2 is that of variant n, the first being the release as it is.
    line = re.search(re.escape(driver) + r":(\d+)", error)
    place = int(line[1]) - 3 if line else -1
    if not 0 <= place < len(numbers):
        raise UntrustedError
    return numbers[:place], numbers[place + 1 :]


def _with_variants(values: str, variants: Sequence[str]) -> str:
    separator = ", " if len(loads(values)) else ""
    # As texts: Helm copies values several times.
    return f'{values[:-1]}{separator}"catalogcVariants": {dumps(variants)}}}'


def _texts(
    written: str, alone: Mapping[str, str], templates: Sequence[str], count: int
) -> list[dict[str, str]]:
    """The texts of each variant that differ from those of the release."""
    texts: list[dict[str, str]] = [{} for _ in range(count + 1)]
    for piece in written.split("\n⟦catalogc variant ")[1:]:
        head, _, rest = piece.partition("⟧\n")
        variant, template = head.split(" ")
        texts[int(variant)][templates[int(template)]] = rest.rpartition("\n⟦catalogc end⟧")[0]
    if texts[0] != alone:
        raise UntrustedError
    return texts[1:]


def _answer(alone: Mapping[str, str], texts: Mapping[str, str], chart: str) -> Message:
    rows: dict[str, list[Row]] = {}
    patches: list[tuple[Identity, Path, Any]] = []
    try:
        for template, text in sorted(texts.items()):
            found = _patches(template, alone[template], text)
            if found is None:
                member = f"{chart}/{template}"
                rows[template] = read_manifests([(member, text)], chart, write=False)
            else:
                patches += found
    except InvalidManifestError as error:
        return ("invalid", error.template, error.message, error.excerpt)
    return ("changed", rows, patches)


def _patches(template: str, old: str, new: str) -> list[tuple[Identity, Path, Any]] | None:
    """How the objects of a template differ; None where its text must be read as a whole."""
    known = _documents(template, old)
    documents = [document for _, document in split_documents(new)] if known else []
    if len(known) != len(documents):
        return None
    patches: list[tuple[Identity, Path, Any]] = []
    for (document, identity), changed in zip(known, documents, strict=True):
        if document != changed:
            found = find_patches(document, changed)
            if found is None:
                return None
            patches += ((identity, *patch) for patch in found)
    return patches if known else None


@functools.lru_cache(maxsize=64)
def _documents(template: str, text: str) -> tuple[tuple[str, Identity], ...]:
    """The documents of a text, and their objects; nothing where one is not just one object."""
    found: list[tuple[str, Identity]] = []
    for _, document in split_documents(text):
        rows = read_manifests([(template, document)], "", write=False)
        if len(rows) != 1 or "items" in rows[0][5]:
            return ()
        found.append((document, rows[0][:5]))
    distinct = len({identity for _, identity in found}) == len(found)
    return tuple(found) if distinct else ()
