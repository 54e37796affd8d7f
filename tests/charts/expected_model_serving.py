"""Which kinds the chart model-serving makes of which values."""

OPTIONAL = [
    ("ClusterServingRuntime", ("servingRuntime", "enabled")),
    ("ClusterServingRuntime", ("llamacppRuntime", "enabled")),
    ("ClusterServingRuntime", ("ollamaRuntime", "enabled")),
    ("InferenceService", ("inferenceService", "enabled")),
    ("InferenceService", ("llamacppInferenceService", "enabled")),
    ("InferenceService", ("ollamaInferenceService", "enabled")),
    ("ExternalSecret", ("s3Storage", "enabled")),
    ("ServiceAccount", ("s3Storage", "enabled")),
    ("ExternalSecret", ("huggingface", "secretEnabled")),
    ("PriorityClass", ("priorityClasses", "enabled")),
    ("PriorityClass", ("priorityClasses", "enabled")),
    ("InferencePool", ("inferencePool", "enabled")),
    ("HTTPRoute", ("inferencePoolRoute", "enabled")),
]


def expected_of_serving(values):
    return [kind for kind, (group, switch) in OPTIONAL if values[group][switch]]
