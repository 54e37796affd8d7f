"""Our reader against Helm's own: every difference must be a finding."""

import itertools
import math

import pytest

from catalogc.goyaml.dump import dump
from catalogc.goyaml.load import YamlError, load_documents
from catalogc.model.finding import Severity
from catalogc.parse.document import parse_document
from goyaml.generate import documents, scalars
from goyaml.helm_reader import read_with_helm

SCALARS = list(scalars(7_000))
TEXTS = {
    "values": [f"v: {scalar}\n" for scalar in SCALARS],
    "keys": [f"{scalar}: v\n" for scalar in SCALARS],
    "documents": list(documents(7_000)),
}


def normal(value, *, exact_numbers=True):
    """JSON makes no difference between 1 and 1.0; NaN equals itself."""
    if isinstance(value, dict):
        return {key: normal(inner, exact_numbers=exact_numbers) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal(inner, exact_numbers=exact_numbers) for inner in value]
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    if exact_numbers is False and type(value) is int:
        value = float(value)  # Helm's values are floats; manifests keep 64-bit integers
    return (type(value) is bool, value)


def judge(text, answer):
    """Return why our reading of a text is wrong, or None."""
    outcome = parse_document("x.yaml", text.encode())
    errors = [item for item in outcome.findings if item.severity is Severity.ERROR]
    status, helm = answer
    if status == "refused" and not errors and "Go value of type common.Values" in helm:
        # Values must be a mapping; that is judged where it is known what the file is for.
        return None if not isinstance(outcome.value.data, dict) else f"{text!r}: a mapping for us"
    if status == "refused":
        return None if errors else f"{text!r}: Helm refuses it ({helm}), we find no error"
    if outcome.findings:
        return None
    data = outcome.value.data
    ours = {} if data is None else data
    if normal(ours) == normal(helm):
        return None
    return f"{text!r}: Helm reads {helm!r}, we read {ours!r}"


def test_there_are_enough_texts():
    assert sum(map(len, TEXTS.values())) >= 20_000


@pytest.mark.parametrize("kind", TEXTS)
def test_every_difference_is_a_finding(kind):
    answers = read_with_helm(TEXTS[kind])
    assert len(answers) == len(TEXTS[kind])
    wrong = [judge(text, answer) for text, answer in zip(TEXTS[kind], answers, strict=True)]
    wrong = [reason for reason in wrong if reason]
    assert not wrong, f"{len(wrong)} differences:\n" + "\n".join(wrong[:20])


def test_findings_are_not_the_answer_to_everything():
    """A reader that finds fault with every text would pass the test above."""
    clean = [
        text
        for text in TEXTS["documents"] + TEXTS["values"]
        if not parse_document("x.yaml", text.encode()).findings
    ]
    assert len(clean) > 7_000


def test_an_ambiguous_scalar_is_read_as_helm_does():
    texts = [f"v: {scalar}\n" for scalar in SCALARS]
    wrong = []
    for text, (status, helm) in zip(texts, read_with_helm(texts), strict=True):
        outcome = parse_document("x.yaml", text.encode())
        rules = {finding.rule for finding in outcome.findings}
        if status == "ok" and rules == {"ambiguous-scalar"}:
            ours = outcome.value.data
            if normal(ours) != normal(helm):
                wrong.append(f"{text!r}: Helm reads {helm!r}, we read {ours!r}")
    assert not wrong, "\n".join(wrong[:20])


def hidden_by_a_second_key(text):
    return any(item.rule == "duplicate-key" for item in parse_document("x", text.encode()).findings)


def test_load_documents_reads_as_helm_does():
    texts = TEXTS["documents"]
    wrong = []
    for text, (status, helm) in zip(texts, read_with_helm(texts), strict=True):
        try:
            ours = load_documents(text)
        except YamlError:
            # Refused although Helm never looks at it: a value that a second key replaces.
            if status == "ok" and "<<" not in text and not hidden_by_a_second_key(text):
                wrong.append(f"{text!r}: only we refuse it")
            continue
        loose = [normal(data, exact_numbers=False) for data in (ours[0] or {}, helm)]
        if status == "ok" and len(ours) == 1 and loose[0] != loose[1]:
            wrong.append(f"{text!r}: Helm reads {helm!r}, we read {ours[0]!r}")
    assert not wrong, "\n".join(wrong[:20])


def test_dumped_text_is_read_back_unchanged():
    values = [
        *SCALARS,
        *(f"{one}\n{other}" for one, other in itertools.pairwise(SCALARS)),
    ]
    values += [
        "",
        " ",
        "\n",
        "\t",
        "a\r\nb",
        "  indented\nx",
        "x\n\n",
        "\x85",
        "\u2028",
        "\x7f",
        "\ufeff",
    ]
    data = [{"value": value, value: "key", "list": [value, {"x": value}]} for value in values]
    answers = read_with_helm([dump(item) for item in data])
    wrong = [
        (item["value"], answer)
        for item, answer in zip(data, answers, strict=True)
        if answer != ("ok", item)
    ]
    assert not wrong, f"{len(wrong)}: {wrong[:10]}"


@pytest.mark.parametrize(
    "value",
    [0, -1, 2**53, 1.5, -0.25, 1e21, 1.5e300, 1e-7, 123456.789, True, False, None, [], {}],
)
def test_dumped_values_are_read_back_unchanged(value):
    [answer] = read_with_helm([dump({"value": value})])
    assert answer == ("ok", {"value": value})
