"""A field is written in its place."""

from catalogc.model.finding import Applicability, Severity
from catalogc.rules.base import Rule, Scope

SLUG = "moved-field"

_HEAD = """\
workloadType: ML_INFERENCE_LOAD
serviceName: llama
serviceCatalog: ml-inference
environment: dev
namespace: ml-workloads
model: {id: org/llama, revision: 4e20de362430cd3b72f300e6b0f18e50e7166e08}
vault: {hfTokenPath: /secret/ml-inference/token}
"""

RULE = Rule(
    SLUG,
    "a field is written in the place that it once had",
    rationale="The chart still reads the old spelling, but one leaf with both, or a template "
    "that only knows the new one, gives surprises.",
    scope=Scope.LEAF,
    severity=Severity.WARNING,
    fixable=Applicability.SAFE,
    bad=_HEAD + "resources:\n  requests: {memory: 8Gi}\n",
    good=_HEAD + "container:\n  resources:\n    requests: {memory: 8Gi}\n",
)
