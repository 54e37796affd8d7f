"""Every report format, printed by the command."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from catalogc.cli.options import FORMAT_NAMES
from cli.in_process import inside
from cli.run import catalogc
from repository import make_repository

# The environment is not a configured one: an error at 2:14, in the words of a rule.
LEAF = {
    "catalog/ml-inference/phi/moon.yaml": """\
        workloadType: OLLAMA_INFERENCE_LOAD
        environment: moon
        serviceCatalog: ml-inference
        serviceName: phi
        namespace: ml-workloads
        """
}
PATH = "catalog/ml-inference/phi/moon.yaml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return make_repository(tmp_path_factory.mktemp("formats"), LEAF)


def sarif(text):
    (run,) = json.loads(text)["runs"]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        yield result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"]


def github(text):
    for line in text.splitlines():
        if match := re.match(r"::error file=(.*?),line=(\d+),.*title=catalogc \((.*?)\)::", line):
            yield match[3], match[1], int(match[2])


def gitlab(text):
    for entry in json.loads(text):
        yield entry["check_name"], entry["location"]["path"], entry["location"]["lines"]["begin"]


def junit(text):
    for case in ET.fromstring(text).iter("testcase"):
        line = re.match(r".*?:(\d+):", case.find("failure").text)[1]
        yield case.find("failure").get("type"), case.get("file"), int(line)


def rdjson(text):
    for entry in json.loads(text)["diagnostics"]:
        place = entry["location"]
        yield entry["code"]["value"], place["path"], place["range"]["start"]["line"]


def concise(text):
    for line in text.splitlines():
        path, number, rest = line.split(":", 2)
        yield re.search(r"\[([\w-]+)\]", rest)[1], path, int(number)


READERS = {
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "rdjson": rdjson,
    "concise": concise,
}


@pytest.mark.parametrize(("name", "read"), READERS.items(), ids=READERS)
def test_lint_prints_the_format(repository, name, read):
    result = inside("lint", "--format", name, "--select", "unknown-environment", cwd=repository)
    assert result.returncode == 1, result.stderr
    assert ("unknown-environment", PATH, 2) in list(read(result.stdout))
    assert result.stderr == ""


def test_help_names_every_format(repository):
    text = inside("lint", "--help", cwd=repository).stdout
    listed = re.search(r"--format \[([\w|\s]+)\]", text)[1]
    assert tuple(re.sub(r"\s", "", listed).split("|")) == FORMAT_NAMES


def test_unknown_format_is_a_usage_error(repository):
    result = catalogc("lint", "--format", "xml", cwd=repository)
    assert (result.returncode, result.stdout) == (2, "")
    assert "'xml' is not one of" in result.stderr
