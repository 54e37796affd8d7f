"""Values that the schema accepts and the templates cannot be rendered with."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogc.model.display import show
from catalogc.model.finding import Finding, Label, Severity
from catalogc.model.source import FieldPath, format_path
from catalogc.origin.chart_check.gates import dormant_gates
from catalogc.origin.chart_check.instances import edge_values, smallest
from catalogc.origin.chart_check.reads import lookup_in
from catalogc.origin.chart_check.subject import Subject, Trials, changed
from catalogc.origin.chart_check.unread import schema_fields
from catalogc.origin.trees import at, scalars
from catalogc.render.protocol import FailureKind, RenderFailure

RULE = "template-crash"
_MOST_TRIALS = 4000
_MOST_TRIES = 2
"""Of one value, each time among other values."""
_CRASHES = frozenset({FailureKind.TEMPLATE_ERROR, FailureKind.INVALID_MANIFEST})


@dataclass(frozen=True, slots=True)
class _Trial:
    path: FieldPath
    value: Any
    values: Mapping[str, Any]


def crash_findings(subject: Subject, trials: Trials) -> Iterator[Finding]:
    """Report the smallest value of each field that crashes a template, with its line."""
    if not subject.schema:
        return
    found: dict[tuple[FieldPath, str, int], tuple[_Trial, RenderFailure]] = {}
    tried = _all_trials(subject, trials)
    results = trials.render((trial.values for trial in tried), lawful=True)
    for trial, result in zip(tried, results, strict=True):
        failure = result.failure
        if failure is not None and failure.kind in _CRASHES:
            key = (_field(trial.path), failure.template, failure.line)
            if key not in found or _size(trial.value) < _size(found[key][0].value):
                found[key] = (trial, failure)
    for trial, failure in found.values():
        yield _finding(subject, trial, failure)


def default_findings(subject: Subject, trials: Trials) -> Iterator[Finding]:
    """Report a chart that cannot be rendered with any of the values that it is tried with."""
    if trials.sound():
        return
    for values in subject.configurations:
        failure = trials.render([values])[0].failure
        if failure is None or not subject.is_lawful(values):
            continue
        asks = _is_refusal(failure)
        file = failure.template or "Chart.yaml"
        yield Finding(
            RULE,
            Severity.INFO if asks else Severity.ERROR,
            f"{file} cannot be rendered with the chart's own values: {failure.message}",
            subject.template_at(file, failure.line),
            label=_label(failure),
            help="add a file ci/<name>-values.yaml with values that it can be rendered with: until "
            "then, only what its templates read is checked"
            if asks
            else "correct the template, or the defaults",
            unknown=asks,
        )
        return


def _all_trials(subject: Subject, trials: Trials) -> list[_Trial]:
    found: list[_Trial] = []
    tries: Counter[tuple[FieldPath, str]] = Counter()
    for values, _ in _bases(subject, trials):
        lookup = lookup_in(subject.effective(values))
        for path, value in _places(subject, values):
            if dormant_gates(subject.reads, path, lookup):
                continue  # nothing reads it here
            for candidate in [*edge_values(subject.law, path, value), *_nothing(path, value)]:
                key = (_field(path), repr(candidate))
                if tries[key] >= _MOST_TRIES:
                    continue
                tries[key] += 1
                new = changed(subject, values, path, candidate)
                if subject.is_lawful(new):
                    found.append(_Trial(path, candidate, new))
    return found[:_MOST_TRIALS]


def _bases(subject: Subject, trials: Trials) -> list[tuple[Mapping[str, Any], Any]]:
    """Lawful values that can be rendered; where there are none, the smallest of the schema."""
    sound = [(values, result) for values, result in trials.sound() if subject.is_lawful(values)]
    if sound:
        return sound
    least = smallest(subject.law, ())
    if isinstance(least, dict) and subject.is_lawful(least):
        return [(least, None)]
    return []


def _places(subject: Subject, values: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Any]]:
    """Yield the fields to change, and what is in them: as set, and as the schema knows them."""
    effective = subject.effective(values)
    seen: set[FieldPath] = set()
    for path, value in scalars(effective):
        for depth in range(1, len(path) + 1):
            start = path[:depth]
            if start not in seen and _field(start) not in seen:
                seen.update((start, _field(start)))
                yield start, value if depth == len(path) else at(effective, start)
    for path in schema_fields(subject):
        if _field(path) not in seen and 0 not in path:
            seen.add(_field(path))
            yield path, None


def _nothing(path: FieldPath, value: Any) -> Iterator[Any]:
    """A null takes a default away: the field is then absent."""
    if value is not None and not any(isinstance(part, int) for part in path):
        yield None


def _field(path: FieldPath) -> FieldPath:
    """The field whatever the item: of a list, the first stands for all."""
    return tuple(0 if isinstance(part, int) else part for part in path)


def _finding(subject: Subject, trial: _Trial, failure: RenderFailure) -> Finding:
    name = format_path(trial.path)
    removed, refused = trial.value is None, _is_refusal(failure)
    verb = "refuses" if refused else "crashes on"
    file = failure.template or "Chart.yaml"
    return Finding(
        RULE,
        _severity(subject, trial, refused=refused),
        f"{file} {verb} what the schema accepts, when {name} is "
        f"{'null' if removed else _shown(trial)}: {failure.message}",
        subject.template_at(file, failure.line),
        label=_label(failure),
        field=trial.path,
        related=(Label(subject.at(trial.path), "the value"),),
        help=_help(name, removed=removed, refused=refused),
    )


def _severity(subject: Subject, trial: _Trial, *, refused: bool) -> Severity:
    """A null where a mapping is meant is a key with nothing below it: an easy mistake."""
    if trial.value is None:
        effective = lookup_in(subject.chart.defaults.data)(tuple(map(str, trial.path)))
        return Severity.WARNING if isinstance(effective, dict) else Severity.INFO
    return Severity.WARNING if refused else Severity.ERROR


def _is_refusal(failure: RenderFailure) -> bool:
    """Whether a template says so itself, with ``fail`` or ``required``."""
    is_said = failure.kind is FailureKind.TEMPLATE_ERROR and not failure.expression
    return is_said and failure.column > 0


def _label(failure: RenderFailure) -> str:
    is_expression = failure.expression and failure.kind is FailureKind.TEMPLATE_ERROR
    return f"`{failure.expression}` fails" if is_expression else "fails here"


def _help(name: str, *, removed: bool, refused: bool) -> str:
    if removed:
        return (
            f"name {name} under `required` in values.schema.json: its default is enough for that, "
            "and a null, which deletes the default, is refused"
        )
    if refused:
        return "say in values.schema.json what is allowed, so that editors and linters know it"
    return "guard the value in the template, or let values.schema.json refuse it"


def _shown(trial: _Trial) -> str:
    if trial.value in ({}, []) and isinstance(trial.value, dict | list):
        return "{}" if isinstance(trial.value, dict) else "[]"
    return show(trial.value, trial.path)


def _size(value: Any) -> int:
    """How short a value is to write; any other value tells more than a null."""
    return 1_000_000 if value is None else len(repr(value))
