"""What templates read, kept on disk by the chart's digest; worked out again where it cannot be."""

import contextlib
import hashlib
from pathlib import Path
from typing import Any

from catalogc import __version__
from catalogc.cachedir import read_json, store_json
from catalogc.model.adapter import Chart
from catalogc.origin.cache import MOST_FILES
from catalogc.origin.chart_check.reads import (
    ChartReads,
    Formula,
    Junction,
    Printed,
    Read,
    Same,
    Truth,
)

_FORMAT = 2
"""To be raised with every change of how templates are read or reads are stored."""


def stored_reads(chart: Chart, folder: Path | None) -> ChartReads:
    """Return what a chart's templates read.

    Args:
        folder: of the cache; None for no cache.
    """
    if folder is None:
        return _worked_out(chart)
    key = hashlib.sha256(f"{_FORMAT} {__version__} {chart.digest}".encode()).hexdigest()
    name = f"reads-{key}.json"
    stored = read_json(folder / name)
    with contextlib.suppress(ValueError, TypeError, LookupError, RecursionError):
        if stored is not None:
            return _restore(stored)
    found = _worked_out(chart)
    store_json(folder, name, _dump(found), MOST_FILES)
    return found


def _worked_out(chart: Chart) -> ChartReads:
    from catalogc.origin.chart_check.chart_reads import read_chart  # once a chart

    return read_chart(chart)


def _dump(found: ChartReads) -> dict[str, Any]:
    reads = [
        [read.path, read.whole, [_dump_formula(c) for c in read.conditions], read.file, read.line]
        for read in found.reads
    ]
    printed = [
        [sorted(p.values), p.functions, p.file, p.line, p.start, p.end, p.own]
        for p in found.printed
    ]
    return {
        "reads": reads,
        "printed": printed,
        "complete": found.complete,
        "opaque": found.opaque,
        "renders_values": found.renders_values,
    }


def _restore(stored: Any) -> ChartReads:
    return ChartReads(
        [
            Read(tuple(path), whole, tuple(map(_restore_formula, conditions)), file, line)
            for path, whole, conditions, file, line in stored["reads"]
        ],
        [
            Printed(frozenset(map(tuple, values)), tuple(functions), *place)
            for values, functions, *place in stored["printed"]
        ],
        stored["complete"],
        [tuple(path) for path in stored["opaque"]],
        stored["renders_values"],
    )


def _dump_formula(formula: Formula | None) -> Any:
    if isinstance(formula, Truth):
        return ["truth", formula.path]
    if isinstance(formula, Same):
        return ["same", formula.path, formula.text]
    if isinstance(formula, Junction):
        return [formula.word, *map(_dump_formula, formula.parts)]
    return None


def _restore_formula(stored: Any) -> Formula | None:
    if stored is None:
        return None
    word, *rest = stored
    if word == "truth":
        return Truth(tuple(rest[0]))
    if word == "same":
        return Same(tuple(rest[0]), rest[1])
    return Junction(word, tuple(map(_restore_formula, rest)))
