"""Error texts of the Helm engine: where they point, and what they say in plain words.

The shapes are those of Helm 4.2 (pkg/engine) and Go's text/template; the command line
prints the same texts after ``Error: ``.
"""

import re
from dataclasses import replace

from catalogc.render.protocol import FailureKind, RenderFailure
from catalogc.render.wording import in_plain_words

_DEBUG_HINT = "\n\nUse --debug flag to render out invalid YAML"
_LOG_LINE = re.compile(
    r"(time=\S+ )?level=(WARN|INFO|DEBUG|ERROR) |\d{4}/\d\d/\d\d \d\d:\d\d:\d\d "
)

# The four shapes, and the two of the command line.
_PARSE = re.compile(
    r"parse error (?:at|in) \((?P<file>[^)\n]+?):(?P<line>\d+)\): (?P<text>.*)", re.DOTALL
)
_REFUSED = re.compile(
    r"execution error at \((?P<file>[^)\n]+?):(?P<line>\d+)(?::(?P<column>\d+))?\): (?P<text>.*)",
    re.DOTALL,
)
_FRAME = re.compile(
    r"(?:^|template: |\n)(?P<file>[^\s:]+):(?P<line>\d+):(?P<column>\d+)(?::|\n) *"
    r'executing "[^"\n]*" at <(?P<expression>[^\n]*?)>:\s+(?P<text>.*?)'
    r"(?=template: [^\s:]+:\d+:\d+: executing |\n[^\s:]+:\d+:\d+\n|\Z)",
    re.DOTALL,
)
_YAML = re.compile(
    r"YAML parse error on (?P<file>\S+): (?:error converting YAML to JSON: )?(?:yaml: )?"
    r"(?:line (?P<line>\d+): )?(?P<text>.*)",
    re.DOTALL,
)
_KUBE_VERSION = re.compile(
    r"chart requires kubeVersion: (?P<constraint>.*) which is incompatible with "
    r"Kubernetes (?P<version>\S+)"
)
_TPL_FILE = "gotpl"  # the name that Helm gives to a text that `tpl` renders
_IN_TPL = re.compile(r'executing "gotpl" at <(?P<expression>[^\n]*?)>: (?P<text>.*)', re.DOTALL)
_TPL_PARSE = re.compile(r"cannot parse template .*: template: gotpl:\d+: (?P<text>.*)", re.DOTALL)


def read_error(text: str, chart_name: str) -> RenderFailure:
    """Turn an error text of the engine or of ``helm template`` into a failure.

    Args:
        text: what the back end said.
        chart_name: root folder of the template paths in it.
    """
    text = _without_logs(text).removesuffix(_DEBUG_HINT).removeprefix("Error:").strip()
    failure = _read(text)
    root = f"{chart_name}/"
    return replace(
        failure,
        template=failure.template.removeprefix(root),
        caller=failure.caller.removeprefix(root),
    )


def kube_version_failure(constraint: str, version: str) -> RenderFailure:
    """The failure of a chart that refuses the target's Kubernetes version."""
    message = f"the chart needs Kubernetes {constraint}, the target is {version}"
    return RenderFailure(FailureKind.KUBE_VERSION, message, template="Chart.yaml")


def _read(text: str) -> RenderFailure:
    if match := _KUBE_VERSION.search(text):
        return kube_version_failure(match["constraint"], match["version"])
    if match := _YAML.match(text):
        return _invalid_yaml(match)
    if match := _REFUSED.match(text):
        return _failure(match["text"], match)
    if match := _PARSE.match(text):
        return _failure(in_plain_words(match["text"]), match)
    frames = [frame for frame in _FRAME.finditer(text) if frame["file"] != _TPL_FILE]
    if frames:
        return _innermost(text, frames)
    return RenderFailure(FailureKind.TEMPLATE_ERROR, in_plain_words(text))


def _innermost(text: str, frames: list[re.Match[str]]) -> RenderFailure:
    """The last frame is the expression that failed; those before are its callers."""
    frame = frames[-1]
    reason = text[frame.start("text") :]
    expression = frame["expression"]
    if inner := _IN_TPL.search(reason):
        reason = f"in the text given to tpl: {in_plain_words(inner['text'], inner['expression'])}"
    elif parse := _TPL_PARSE.search(reason):
        reason = f"the text given to tpl is no template: {in_plain_words(parse['text'])}"
    else:
        reason = in_plain_words(reason, expression)
    return replace(_failure(reason, frame, expression), caller=frames[0]["file"])


def _failure(message: str, match: re.Match[str], expression: str = "") -> RenderFailure:
    column = match.groupdict().get("column")
    return RenderFailure(
        FailureKind.TEMPLATE_ERROR,
        message.strip(),
        template=match["file"],
        line=int(match["line"]),
        column=int(column) + 1 if column else 0,  # Go counts bytes from 0
        expression=expression,
    )


def _invalid_yaml(match: re.Match[str]) -> RenderFailure:
    text = match["text"].strip()
    if match["line"]:
        message = f"line {match['line']} of its output is no YAML: {text}"
    else:
        text = text.rpartition("json: ")[2]
        message = f"its output is no Kubernetes object: {text}"
    return RenderFailure(FailureKind.INVALID_MANIFEST, message, template=match["file"])


def _without_logs(text: str) -> str:
    """Drop the lines that Helm's loggers put among its answer on stderr."""
    lines = [line for line in text.split("\n") if not _LOG_LINE.match(line)]
    return "\n".join(lines).strip()
