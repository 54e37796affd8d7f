"""Reports: golden files, nothing secret, nothing that becomes markup, and a comment that fits."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
import yaml

from catalogc.diff.compare import compare
from catalogc.diff.report.markdown import LIMIT, MARKER, write_markdown
from catalogc.diff.report.registry import FORMATS
from catalogc.diff.report.wording import Names
from diff.sides import merged, rendered, side
from tools import ROOT, expect_file

HERE = Path(__file__).parent
OBJECTS = yaml.safe_load((HERE / "cases" / "objects.yaml").read_text("utf-8"))
NAMES = Names("main (0a1b2c3d4e5f)", "the work tree")
SUFFIX = {"text": "txt", "markdown": "md", "json": "json", "html": "html"}
SCHEMA = json.loads((ROOT / "docs/reference/diff.schema.json").read_text("utf-8"))
SECRET = "hunter2-and-more"
NASTY = "<img src=x onerror=alert(1)>`|@all #1 **b** \x1b[2J\u202e www.evil.example"


def sample():
    """A change with a bit of everything."""
    model, claim = OBJECTS["gpu-deployment"], OBJECTS["claim"]
    bigger = merged(model, {"spec": {"replicas": 3}})
    labelled = {"metadata": {"labels": {"helm.sh/chart": "app-1.0.1"}}}
    image = {"spec": {"template": {"spec": {"containers[0]": {"image": "ghcr.io/acme/app:2"}}}}}
    newer = merged(merged(OBJECTS["deployment"], labelled), image)
    web, kept = OBJECTS["service"], OBJECTS["account"]
    before = [
        rendered([OBJECTS["deployment"], web, OBJECTS["route"]]),
        rendered([model, claim], ("dev", "ml", "model")),
        rendered([OBJECTS["stateful"]], ("dev", "web", "db")),
        rendered([kept], ("dev", "web", "gone")),
        rendered([kept], ("dev", "web", "still")),
        rendered([kept], ("dev", "web", "moved")),
    ]
    after = [
        rendered(
            [newer, web, merged(OBJECTS["route"], {"spec": {"hostnames": ["b.example.com"]}})]
        ),
        rendered([bigger], ("dev", "ml", "model")),
        rendered(
            [merged(OBJECTS["stateful"], {"spec": {"serviceName": "x"}})], ("dev", "web", "db")
        ),
        rendered([kept], ("dev", "web", "still")),
        rendered([kept], ("dev", "web", "moved"), path="catalog/other.yaml"),
    ]
    undecided = rendered([], ("dev", "web", "broken"))
    return compare(side(*before), side(*after, undecided=[undecided]))


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name):
    text = FORMATS[name](sample(), NAMES)
    expect_file(HERE / "golden" / f"report.{SUFFIX[name]}", text.encode())


@pytest.mark.parametrize("name", FORMATS)
def test_no_change(name):
    same = side(rendered([OBJECTS["service"]]))
    text = FORMATS[name](compare(same, same), NAMES)
    assert text.endswith("\n")
    if name == "json":
        jsonschema.validate(json.loads(text), SCHEMA)
    else:
        assert "No Application changes (1 stay as they are)." in text


def test_text_is_coloured_on_a_terminal():
    plain, coloured = (FORMATS["text"](sample(), NAMES, colour=on) for on in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31m" in coloured


def test_json_is_as_its_schema_says():
    record = json.loads(FORMATS["json"](sample(), NAMES))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(record, SCHEMA)
    assert record["summary"]["deletions"] == len(record["deletions"]) == 2
    assert record["summary"]["undecided"] == 1


def with_secret(value, image="app:1"):
    """Objects that hold a secret in every place that we know of."""
    url = f"https://me:{value}@h/x"
    pod = {
        "image": image,
        "env": [{"name": "DB_PASSWORD", "value": value}, {"name": "TOKEN", "value": value}],
        "args": [f"--api-key={value}", "--password", value],
    }
    return [
        merged(OBJECTS["deployment"], {"spec": {"template": {"spec": {"containers[0]": pod}}}}),
        merged(OBJECTS["secret"], {"data": {"anything": value}, "stringData": {"b.yaml": value}}),
        merged(OBJECTS["settings"], {"data": {"app.yaml": f"user: me\npassword: {value}\n"}}),
        merged(
            OBJECTS["thing"], {"spec": {"password": value, "tokens": [value], "apiKey": {"a": 1}}}
        ),
        merged(OBJECTS["store"], {"metadata": {"annotations": {"url": url}}}),
        merged(
            OBJECTS["store"],
            {"metadata": {"name": "b"}, "spec": {"provider": {"vault": {"server": url}}}},
        ),
        merged(OBJECTS["inference"], {"spec": {"predictor": {"model": {"storageUri": url}}}}),
        merged(OBJECTS["route"], {"spec": {"hostnames": [url]}}),
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("both", [True, False], ids=["changed", "added"])
def test_secrets_are_never_printed(name, both):
    before = with_secret("old-" + SECRET) if both else []
    found = compare(side(rendered(before)), side(rendered(with_secret(SECRET, "app:2"))))
    text = FORMATS[name](found, NAMES)
    assert SECRET not in text
    assert "app:2" in text or (name in ("text", "json") and not both)
    if both and name == "text":
        for field in ("data.anything", "spec.template.spec.containers[app].env[DB_PASSWORD].value"):
            assert f'~ {field}: "***" -> "***" (another value)' in text


def nasty():
    before = merged(OBJECTS["settings"], {"data": {"a": "1\n```\nx\n", NASTY: "1"}})
    after = merged(OBJECTS["settings"], {"data": {"a": "1\n````\n</details>\n", NASTY: NASTY}})
    evil = merged(OBJECTS["route"], {"spec": {"hostnames": [NASTY]}})
    return compare(side(rendered([before, OBJECTS["route"]])), side(rendered([after, evil])))


def test_markdown_shows_text_as_text():
    text = write_markdown(nasty(), Names(NASTY, NASTY))
    fence = "`````"
    outside = "".join(re.split(r"(?ms)^(`{3,})diff$.*?^\1$", text))
    assert f"\n{fence}diff\n" in text
    allowed = r"</?(?:code|b|details|summary)>|<!-- catalogc-diff -->"
    assert "<" not in re.sub(allowed, "", outside)
    assert "@" not in outside
    assert not re.search(r"(?<!&)#[0-9]", outside)
    assert "www." not in outside
    assert "**b**" not in outside
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    for line in outside.splitlines():
        if line.startswith("|"):
            assert line.count("|") in (4, 7)


class Page(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.tags = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_html_shows_text_as_text():
    text = FORMATS["html"](nasty(), Names(NASTY, NASTY))
    page = Page()
    page.feed(text)
    assert not page.tags & {"img", "script", "link", "iframe", "b"}
    assert page.attributes <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
    }
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert re.findall(r'href="([^"]*)"', text) == ["#a1"]


def test_text_cannot_steer_a_terminal():
    text = FORMATS["text"](nasty(), Names(NASTY, NASTY))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert FORMATS["json"](nasty(), Names(NASTY, NASTY)).isascii()


def many(number, length):
    def items(value):
        thing = merged(OBJECTS["thing"], {"spec": {"text": value}})
        return [rendered([thing], ("dev", "web", f"shop-{index}")) for index in range(number)]

    return compare(side(*items("a")), side(*items("é" * length)))


@pytest.mark.parametrize(
    ("number", "length", "whole"),
    [(3, 10, 3), (40, 3000, None), (3, 70_000, 3), (600, 10, None)],
)
def test_a_comment_fits_and_says_what_is_left_out(number, length, whole):
    text = write_markdown(many(number, length), NAMES)
    assert len(text.encode()) <= LIMIT
    assert text.startswith(MARKER)
    assert text.count("<details>") == text.count("</details>")
    shown = text.count("<details>")
    left_out = re.search(r"\n(\d+) sections left out: a comment holds 65,536 characters", text)
    assert shown + (int(left_out[1]) if left_out else 0) == number
    if whole is not None:
        assert (shown, left_out) == (whole, None)
    rows = len(re.findall(r"^\| \*\*in-place", text, re.MULTILINE))
    more = re.search(r"\n(\d+) more Applications are not in this table", text)
    assert rows + (int(more[1]) if more else 0) == number


def test_a_tiny_limit_still_holds():
    assert len(write_markdown(sample(), NAMES, limit=3000).encode()) <= 3000


def test_hunks_hold_no_noise():
    text = write_markdown(sample(), NAMES)
    assert "helm.sh/chart" not in text
    assert "1 change that says nothing by itself" in re.sub(r"&#\d+;", "", text)


def test_a_report_is_the_same_each_time():
    for write in FORMATS.values():
        assert write(sample(), NAMES) == write(sample(), NAMES)
