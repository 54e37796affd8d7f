"""MODEL_SERVING."""

from scripts.chartgen.fields import Schema, equals, flag, group, object_name, port, show, text, when
from scripts.chartgen.parts.container import container, variables
from scripts.chartgen.parts.identity import identity, root
from scripts.chartgen.parts.inference_services import (
    EXAMPLE_MODEL,
    inference_service,
    llamacpp_inference_service,
    ollama_inference_service,
    scaling_rules,
)
from scripts.chartgen.parts.model_storage import huggingface, priority_classes, s3_storage
from scripts.chartgen.parts.serving_runtimes import (
    llamacpp_runtime,
    ollama_runtime,
    serving_runtime,
)

_DEPLOYMENT_MODE = text(
    "Deployment mode",
    "How KServe runs models. Knative can scale them to zero and needs Knative Serving; Standard "
    "makes Deployments. A model cannot change its mode: delete it first.",
    choices=["Knative", "Standard"],
    default="Knative",
)


def _inference_pool() -> Schema:
    return group(
        "Inference pool",
        "An InferencePool of inferenceService, by which a gateway picks the pod that has the "
        "prompt in its KV cache.",
        {
            "enabled": flag("Enabled", "Whether there is an InferencePool.", default=False),
            "targetPort": port("Target port", "Port of the model's pods.", 8080, None),
            "eppServiceName": object_name(
                "Endpoint picker",
                "Service of the endpoint picker. Empty means <serviceName>-inference-gateway-epp.",
                "a Service",
                optional=True,
                default="",
                examples=["stack-inference-gateway-epp"],
            ),
            "eppServicePort": port(
                "Endpoint picker's port", "Port of the endpoint picker, for gRPC.", 9002, None
            ),
            "failureMode": text(
                "Failure mode",
                "What a gateway does with requests while the endpoint picker does not answer: "
                "FailOpen sends them to any pod, FailClose refuses them.",
                choices=["FailOpen", "FailClose"],
                default="FailClose",
            ),
        },
    )


def _inference_pool_route() -> Schema:
    return group(
        "Inference pool's route",
        "An HTTPRoute from a gateway to the pods of the InferencePool.",
        {
            "enabled": flag("Enabled", "Whether there is an HTTPRoute.", default=False),
            "gatewayName": object_name(
                "Gateway",
                "Gateway in the model's namespace. Empty means <serviceName>-inference-gateway.",
                "a Gateway",
                optional=True,
                default="",
                examples=["inference-gateway"],
            ),
            "backend": text(
                "Backend",
                "What the route leads to: the InferencePool, which the Gateway must know, or "
                "KServe's Service of the model, where policies ask the endpoint picker.",
                choices=["InferencePool", "Service"],
                default="InferencePool",
            ),
        },
    )


def _routed_pool() -> Schema:
    on = {"const": True, "x-catalogc-message": "true, as the route leads to this pool"}
    demand = {"properties": {"inferencePool": {"properties": {"enabled": on}}}}
    return when(equals("inferencePoolRoute.enabled", value=True), demand)


SCHEMA = root(
    "Model serving",
    "Large language models served by KServe with vLLM, llama.cpp or Ollama.",
    {
        **identity("MODEL_SERVING", "llama-70b", "ml-inference"),
        "deploymentMode": _DEPLOYMENT_MODE,
        "servingRuntime": serving_runtime(),
        "inferenceService": inference_service(),
        "llamacppRuntime": llamacpp_runtime(),
        "llamacppInferenceService": llamacpp_inference_service(),
        "ollamaRuntime": ollama_runtime(),
        "ollamaInferenceService": ollama_inference_service(),
        "s3Storage": s3_storage(),
        "huggingface": huggingface(),
        "priorityClasses": priority_classes(),
        "inferencePool": _inference_pool(),
        "inferencePoolRoute": _inference_pool_route(),
        "container": container({"secretStore": variables()["secretStore"]}),
    },
    [],
    rules=[*scaling_rules(), _routed_pool()],
    example={
        "inferenceService": {
            "enabled": True,
            "name": "qwen25-1-5b",
            "storageUri": EXAMPLE_MODEL,
            "minReplicas": 1,
        }
    },
    subchart=True,
)
show(
    SCHEMA,
    *(f"inferenceService.{field}" for field in ("enabled", "name", "storageUri", "gpu")),
    *(f"inferenceService.{field}" for field in ("tensorParallelSize", "minReplicas")),
    *(f"ollamaInferenceService.{field}" for field in ("enabled", "name", "modelTag", "gpu")),
    "inferencePool.enabled",
)
