"""No format prints a value that its name calls a secret."""

import pytest

from catalogc.model.finding import Applicability, Edit, Fix, Label
from catalogc.report.registry import FORMATS
from catalogc.report.summary import Summary
from report.places import between, finding, place

CANARY = "c4n4ry-d0-n0t-print"

# Text with the canary, the token that the finding points at, and its field.
SECRETS = {
    "password": (f"a: 1\npassword: {CANARY}\n", CANARY, ("password",)),
    "quoted": (f'apiToken: "{CANARY}"\n', f'"{CANARY}"', ("apiToken",)),
    "quoted key": (f'"db-password": {CANARY}\n', CANARY, ("db-password",)),
    "other field of the line": (f"{{a: 1, password: {CANARY}}}\n", "1", ("a",)),
    "key": (f"password: {CANARY}\n", "password", ("password",)),
    "flow": (f"secrets: {{API_KEY: {CANARY}}}\n", "secrets", ("secrets",)),
    "json": (f'{{"a":1,"token":"{CANARY}"}}\n', "1", ("a",)),
    "flow list": (f"tokens: [{CANARY}]\n", "tokens", ("tokens",)),
    "list": (f"tokens:\n  - {CANARY}\n", CANARY, ("tokens", 0)),
    "list without indent": (f"tokens:\n- {CANARY}\n", CANARY, ("other",)),
    "later item": (f"tokens:\n- first\n\n- {CANARY}\n", CANARY, ("other",)),
    "folded text": (f"password:\n  {CANARY}\n", CANARY, ()),
    "block scalar": (f"privateKey: |\n  a: b\n  c: {CANARY}\n", CANARY, ()),
    "deep in a block scalar": (f"privateKey: |-\n  a:\n    c: {CANARY}\n", CANARY, ()),
    "variable": (
        f"env:\n  - name: DB_PASSWORD\n    value: {CANARY}\n",
        CANARY,
        ("env", 0, "value"),
    ),
    "variable, value first": (f"- value: {CANARY}\n  name: HF_TOKEN\n", CANARY, (0, "value")),
    "variable in flow": (f"- {{name: API_KEY, value: {CANARY}}}\n", "API_KEY", (0, "name")),
    "variables by name": (f"env:\n  AWS_SECRET_ACCESS_KEY: {CANARY}\n", "env", ("env",)),
    "comment": (f"a: 1 # password: {CANARY}\n", "1", ("a",)),
    "secret field elsewhere": (f"x: &anchor {CANARY}\n", CANARY, ("password",)),
    "token by its form": (f"a: 1 # hf_{CANARY.replace('-', '')}{CANARY}\n", "1", ("a",)),
    "URL with a password": (f"u: db://app:{CANARY}@db/x\n", f"db://app:{CANARY}@db/x", ("u",)),
    "private key": (
        f"k: |\n  -----BEGIN {'RSA'} PRIVATE KEY-----\n  {CANARY}\n",
        CANARY,
        ("other",),
    ),
    "option": (f"args: [--api-key, {CANARY}]\n", "args", ("args",)),
    "option with its value": (f"- --db-password={CANARY}\n", "--db-password", (0,)),
    "quoted option": (f'args: ["-token", "{CANARY}"]\n', f'"{CANARY}"', ("args", 1)),
    "span over lines": (f"a:\n  password: {CANARY}\n", f"a:\n  password: {CANARY}", ("a",)),
}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(("source", "token", "field"), SECRETS.values(), ids=SECRETS)
def test_secret_is_not_printed(format_name, source, token, field):
    location = place(source, token)
    replaced = Edit(location, f"token: {CANARY}")
    found = finding(
        location,
        f"{token!r} is a literal",
        label=f"{token} here",
        field=field,
        help=f"do not write {token}",
        related=(Label(place(source, token, "other.yaml"), f"again {token}"),),
        fixes=(Fix("move", Applicability.SAFE, (replaced,)),),
    )
    printed = FORMATS[format_name]([found], Summary(leaves=1, errors=1), colour=False)
    assert "a-rule" in printed
    assert CANARY not in printed


OPEN = {
    "pointer": ("secretStore: vault-backend\n", "vault-backend", ("secretStore",)),
    "path": ("vaultPath: /secret/ml/x\n", "/secret/ml/x", ("vaultPath",)),
    "references": (
        "secrets:\n  - name: api-key\n    path: x1\n",
        "api-key",
        ("secrets", 0, "name"),
    ),
    "tokens of a model": ("maxTotalTokens: 4096\n", "4096", ("maxTotalTokens",)),
    "empty list": ("secrets: []\n", "[]", ("other",)),
    "next variable": ("- name: A\n  value: shown\n- name: B_TOKEN\n", "shown", (0, "value")),
    "last variable": ("- name: B_TOKEN\n- value: shown\n  name: A\n", "shown", (1, "value")),
    "after a list": ("tokens:\n- x\nshown\n", "shown", ()),
    "below": ("password: |\n  x\nshown: 1\n", "shown", ("shown",)),
}


@pytest.mark.parametrize(("source", "token", "field"), OPEN.values(), ids=OPEN)
def test_what_only_points_at_a_secret_is_printed(source, token, field):
    printed = FORMATS["text"]([finding(place(source, token), field=field)], Summary(), colour=False)
    assert "***" not in printed
    assert printed.count(token) >= 1


def test_underline_of_a_masked_value():
    found = finding(place(f"password: {CANARY}\n", CANARY[4:9]), field=("password",))
    lines = FORMATS["text"]([found], Summary(), colour=False).splitlines()
    assert lines[3:5] == ["1 | password: ***", "  |           ^^^"]


@pytest.mark.parametrize(
    "line", ["a" * 300_000, '"' * 300_000, "name " * 60_000, "a " * 150_000, "- " * 150_000]
)
def test_hostile_lines_are_read_quickly(line):
    found = finding(between(line, 5, 6))
    assert len(FORMATS["text"]([found], Summary(), colour=False)) < 1000


def test_many_findings_on_one_long_line_are_written_quickly():
    location = between("{" + "a: 1, " * 50_000 + "}", 7, 8)
    found = [finding(location, f"number {number}") for number in range(300)]
    assert FORMATS["text"](found, Summary(), colour=False).count("number ") == 300
