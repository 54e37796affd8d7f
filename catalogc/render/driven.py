"""Variants in a worker: what the driver wrote, read as the objects of each variant.

Workers import this: it stays free of dataclasses and of the model.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from json import dumps, loads
from typing import Any

from catalogc.goyaml.blocks import Path, find_patches
from catalogc.render.manifests import InvalidManifestError, Row, read_manifests, split_documents
from catalogc.render.runs import MOST_RUNS, Failures, Plan, Run, UntrustedError
from catalogc.workers.frames import Message

Identity = tuple[str, str, str, str, str]
"""The first fields of a row: API version, kind, namespace, name and template."""
Render = Callable[[str], Mapping[str, str]]
"""Values in JSON to member -> text.

Raises:
    HelmError: a template failed.
"""
_Texts = dict[str, str]
"""Template -> text."""


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
            each variant, in JSON, the first being the release as it is; templates that may
            refuse values.

    Returns:
        For each variant but the first: ``(template -> rows, patches, failures)``, or None for one
        that must be rendered by itself. A patch is what an object is called (as in a row), a
        path and a value. Failures are ``("error", text)``, ``("refused", template, message)``
        and ``("invalid", template, message, excerpt)``; rows and patches are those of all other
        templates.

    Raises:
        UntrustedError: the variants must be rendered by themselves.
    """
    variants = plan[2]
    alone: _Texts = {}
    texts: list[_Texts] = [{} for _ in variants]
    failures = Failures(chart, plan)
    pending = [Run(number, variants[number]) for number in range(1, len(variants))]
    while pending:
        runs, later = pending[:MOST_RUNS], pending[MOST_RUNS:]
        try:
            alone, found = _render(render, chart, values, plan, runs)
        except failed as error:
            runs = failures.left(runs, str(error))
        else:
            for run, written in zip(runs, found, strict=True):
                texts[run.number].update(written)
            runs = []
        pending = [*runs, *later]
    return [
        None
        if number in failures.unclear
        else _answer(alone, texts[number], chart, failures.found.get(number, []))
        for number in range(1, len(variants))
    ]


def _render(
    render: Render, chart: str, values: str, plan: Plan, runs: Sequence[Run]
) -> tuple[_Texts, list[_Texts]]:
    """What the release writes, and what of it differs in each run."""
    driver, templates, variants, _ = plan
    chosen = [variants[0], *(run.variant for run in runs)]
    outputs = render(_with_variants(values, chosen))
    members = ((name, f"{chart}/{name}") for name in templates)
    alone = {name: outputs[member] for name, member in members if member in outputs}
    written = outputs.get(f"{chart}/{driver}", "")
    return alone, _texts(written, alone, templates, len(runs))


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


def _answer(alone: _Texts, texts: _Texts, chart: str, failures: Sequence[Message]) -> Message:
    rows: dict[str, list[Row]] = {}
    patches: list[tuple[Identity, Path, Any]] = []
    invalid: list[Message] = []
    for template, text in sorted(texts.items()):
        try:
            found = _patches(template, alone[template], text)
            if found is None:
                member = f"{chart}/{template}"
                rows[template] = read_manifests([(member, text)], chart, write=False)
            else:
                patches += found
        except InvalidManifestError as error:
            invalid.append(("invalid", error.template, error.message, error.excerpt))
    return (rows, patches, [*failures, *invalid])


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
