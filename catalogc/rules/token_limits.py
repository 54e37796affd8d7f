"""A prompt that may fill the whole exchange leaves no token for an answer."""

from collections.abc import Iterator

from catalogc.model.finding import Finding, Label
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule

SLUG = "token-limits"

_INPUT = ("inference", "maxInputLength")
_TOTAL = ("inference", "maxTotalTokens")


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Compare ``inference.maxInputLength`` with ``inference.maxTotalTokens``.

    Text Generation Inference's launcher ends at once where the input limit is not below the
    total (launcher/src/main.rs, "`max_input_tokens` must be < `max_total_tokens`").
    """
    longest, total = release.effective.get(_INPUT), release.effective.get(_TOTAL)
    if not all(
        isinstance(value, int) and not isinstance(value, bool) for value in (longest, total)
    ):
        return
    if longest < total:
        return
    yield Reporter(SLUG, release, context).finding(
        _INPUT,
        f"inference.maxInputLength is {longest}, but inference.maxTotalTokens is {total}, which "
        "counts the answer too",
        label="no token is left for an answer",
        remedy=f"write less than {total}, or raise inference.maxTotalTokens",
        related=(Label(release.effective.at(_TOTAL), "prompt and answer together"),),
    )


_BAD = """\
workloadType: ML_INFERENCE_LOAD
serviceName: qwen
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
model: {id: Qwen/Qwen2.5-7B-Instruct, revision: a09a35458c702b33eeacc393d103063234e8bc28}
vault: {hfTokenPath: /secret/shared/huggingface/token}
inference:
  maxInputLength: 4096
  maxTotalTokens: 4096
"""

RULE = Rule(
    SLUG,
    "inference.maxInputLength leaves no token for an answer",
    check,
    rationale="The longest exchange counts the prompt and its answer. A server whose prompts may "
    "fill it ends as soon as it starts, and the pod restarts for ever.",
    bad=_BAD,
    good=_BAD.replace("maxInputLength: 4096", "maxInputLength: 3072"),
)
