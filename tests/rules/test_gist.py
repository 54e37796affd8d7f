"""The first look at a leaf leaves no text out: rules that trust it find what they find without."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogc.model.document import Document
from catalogc.model.policy import Policy
from catalogc.model.source import SourceFile
from catalogc.model.values import Origin, Values
from catalogc.pipeline import compile_catalog
from catalogc.rules import RULES_BY_SLUG, literal_secret, newline, option, template_literal
from catalogc.rules.base import Context
from catalogc.rules.shared import argv
from catalogc.rules.shared.leaf_text import BREAK, gist, texts
from cli.conftest import web_leaf
from repository import make_repository

MODULES = (argv, literal_secret, newline, option, template_literal)
SLUGS = ("literal-secret", "newline", "option", "shell", "template-literal")

# A first look that finds a sign of everything, so that every text is looked at.
ALL_SIGNS = f"\n{BREAK}-{BREAK}sh{BREAK}<key ghp_{'a' * 36}{BREAK}"

TEXTS = st.one_of(
    st.sampled_from(
        (
            *("", "-", "-x", "a\n", "a\nb", "\n", "sh", "bash", "/bin/zsh", "-c", "echo", BREAK),
            *("{{ .Values.x }}", "${", "$(X)", "<your-x>", "CHANGE-ME", "todo", "X" * 3, "\u0130"),
            *("http://a:${", "http://a:b@c", "AKIAABCDEFGHIJKLMNOP}@", "x}@", "eyJ", "hf_"),
            *("ghp_" + "a" * 36, "sk-", "--token", "--api-key=abc", "hunter2", "API_KEY", "hf_x"),
            *("PA\u017f\u017fWORD", "\u212aEY", "API_\u212aEY", "credent\u0131al", "TO\u212aEN"),
            *("DB_PASSWORD", "passphrase", "accessKey", "secret", "credentials"),
        )
    ),
    st.text(max_size=6),
)
KEYS = TEXTS.filter(bool)
ANYTHING = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
VARIABLES = st.lists(st.fixed_dictionaries({"name": TEXTS, "value": TEXTS}), max_size=3)
WORDS = st.lists(TEXTS, max_size=4)
LEAVES = st.builds(
    lambda environment, command, args, probe, rest: (
        {
            "container": {
                "environment": environment,
                "command": command,
                "args": args,
                "probes": {"readiness": {"command": probe}},
            }
        }
        | rest
    ),
    VARIABLES,
    WORDS,
    WORDS,
    WORDS,
    st.dictionaries(st.sampled_from(["values", "model", "serviceName"]) | KEYS, ANYTHING),
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    leaves = {"catalog/web/one/dev.yaml": web_leaf("one")}
    root = make_repository(tmp_path_factory.mktemp("gist"), leaves)
    return compile_catalog(root, prepare=None, select=lambda _: True).catalog


def _values(data):
    document = Document(SourceFile("catalog/one.yaml", ""), data, {})
    return Values(data, {(): Origin(document, ())})


def _findings(catalog, values):
    (release,) = catalog.releases
    release = replace(release, leaf=replace(release.leaf, values=values), effective=values)
    for slug in SLUGS:
        rule = RULES_BY_SLUG[slug]
        context = Context(catalog.config, catalog.clusters, Policy(slug, slug), rule.severity)
        yield from rule.check(release, context)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=LEAVES)
def test_no_rule_misses_a_text(catalog, data):
    found = list(_findings(catalog, _values(data)))
    with pytest.MonkeyPatch.context() as patch:
        for module in MODULES:
            patch.setattr(module, "gist", lambda _: ALL_SIGNS)
        assert found == list(_findings(catalog, _values(data)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("API_\u212aEY", "6f1c0a9b"),
        ("PA\u017f\u017fWORD", "hunter2"),
        ("DB_PASSWORD", "1234"),
        ("note", "ghp_" + "a" * 36),
    ],
)
def test_secrets_are_found_whatever_the_case_of_their_names(catalog, field, value):
    found = [finding.rule for finding in _findings(catalog, _values({field: value}))]
    assert found == ["literal-secret"]


@given(data=LEAVES)
def test_every_text_is_in_the_gist(data):
    values = Values(data, {})
    whole = gist(values)
    assert all(f"{BREAK}{text}{BREAK}" in whole for _, text in texts(values))
    assert all(f"{BREAK}{key}{BREAK}" in whole for key in data)
