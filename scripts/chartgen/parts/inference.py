"""What model servers and other GPU containers share: GPUs, model cache, their container."""

from typing import Any

from scripts.chartgen.fields import (
    LABEL_KEY,
    LABEL_VALUE,
    Schema,
    directory,
    flag,
    group,
    items,
    labels,
    object_name,
    port,
    quantity,
    text,
    whole,
)
from scripts.chartgen.parts.container import (
    MOST_USER,
    container,
    grace_period,
    image,
    replicas,
    resources,
    variables,
)

_TYPE = (
    "Vendor of the GPUs: pods ask for nvidia.com/gpu or amd.com/gpu. On AMD's, the runtime class "
    "nvidia and labels that start with nvidia.com/ do not apply, and the taint nvidia.com/gpu "
    "becomes amd.com/gpu."
)


def gpu(
    least: int, count: str, more: dict[str, Schema] | None = None, types: tuple[str, ...] = ()
) -> Schema:
    """Return ``gpu``.

    Args:
        least: the least that ``gpu.count`` may be.
        count: description of ``gpu.count``.
        more: fields that come first.
        types: choices of ``gpu.type``, nvidia among them; none where a chart is NVIDIA's alone.
    """
    none = " With none, no field of gpu applies." if "none" in types else ""
    vendor = text("Type", _TYPE + none, choices=list(types), default="nvidia")
    fields = {
        **({"type": vendor} if types else {}),
        **(more or {}),
        "count": whole("Count", count, least, 64, 1, [1, 4]),
        "runtimeClassName": object_name(
            "Runtime class",
            "RuntimeClass of the NVIDIA container runtime. Empty means the cluster's default.",
            "a RuntimeClass",
            optional=True,
            default="nvidia",
            examples=["nvidia"],
        ),
        "nodeSelector": labels(
            "Node selector",
            "Labels that a GPU node has. A leaf adds to the defaults.",
            default={"nvidia.com/gpu.present": "true"},
            examples=[{"nvidia.com/gpu.product": "NVIDIA-L4"}],
        ),
        "tolerations": items(
            "Tolerations",
            "Taints that a GPU node may have. A leaf replaces the list.",
            toleration(),
            maxItems=32,
            default=[{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
        ),
    }
    return group("GPU", "The GPUs of each pod, and the nodes that have them.", fields)


def toleration() -> Schema:
    """Return an entry of ``tolerations``."""
    return group(
        "Toleration",
        "A taint that the pods may run beside.",
        {
            "key": text(
                "Key",
                "Key of the taint.",
                longest=317,
                pattern=LABEL_KEY,
                message="a taint key such as nvidia.com/gpu",
                examples=["nvidia.com/gpu"],
            ),
            "operator": text(
                "Operator",
                "Exists ignores the value, Equal compares it.",
                choices=["Exists", "Equal"],
                default="Equal",
            ),
            "value": text(
                "Value",
                "Value of the taint.",
                longest=63,
                pattern=LABEL_VALUE,
                message="a taint value",
                examples=["present"],
            ),
            "effect": text(
                "Effect",
                "Effect of the taint.",
                choices=["NoSchedule", "PreferNoSchedule", "NoExecute"],
            ),
            "tolerationSeconds": whole(
                "Seconds",
                "Seconds until a pod is evicted all the same; only with NoExecute.",
                0,
                31536000,
            ),
        },
    )


def storage() -> Schema:
    """Return ``storage``."""
    cache = group(
        "Model cache",
        "The directory of downloaded models.",
        {
            "enabled": flag(
                "Enabled",
                "Whether models outlive pods, in a claim; otherwise each pod downloads them again.",
                default=False,
            ),
            "size": quantity("Size", "Room for models, in either case.", "50Gi", ["200Gi"]),
            "storageClass": object_name(
                "Storage class",
                "StorageClass of the claim. Empty means the cluster's default.",
                "a StorageClass",
                optional=True,
                default="",
                examples=["nfs"],
            ),
            "accessMode": text(
                "Access mode",
                "Access mode of the claim. Several pods need ReadWriteMany.",
                choices=["ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"],
                default="ReadWriteOnce",
            ),
            "mountPath": directory(
                "Mount path", "Where the server finds its models.", "/data", "/data"
            ),
        },
    )
    return group("Storage", "Where models are kept.", {"modelCache": cache})


def shared_memory(what: str) -> Schema:
    """Return ``sharedMemory``; ``what`` tells when there is one, and what for."""
    size = quantity(
        "Size",
        "Most memory that files there may take; what they take counts towards the memory limit.",
        "1Gi",
        ["8Gi"],
    )
    return group("Shared memory", f"Memory at /dev/shm. {what}", {"size": size})


def _written(path: str, leaf: Schema) -> Schema:
    head, _, rest = path.partition(".")
    return {"properties": {head: _written(rest, leaf) if rest else leaf}, "required": [head]}


def shared_cache_rule() -> Schema:
    """Several pods can only share a claim that several nodes may mount."""
    several = _written("container.replicas", {"minimum": 2})
    cached = _written("storage.modelCache.enabled", {"const": True})
    both: dict[str, Any] = {
        "properties": {**several["properties"], **cached["properties"]},
        "required": ["container", "storage"],
    }
    mode = {"const": "ReadWriteMany", "x-catalogc-message": "several pods share one claim"}
    cache = {"required": ["accessMode"], "properties": {"accessMode": mode}}
    demand = {"properties": {"storage": {"properties": {"modelCache": cache}}}}
    return {"if": both, "then": demand}


def server_container(
    repository: str,
    tag: str,
    listen: int,
    requests: tuple[str, str],
    limits: tuple[str, str],
    health: Schema,
    user: tuple[int, str],
) -> Schema:
    """Return ``container`` of a model server; ``user`` is the least user number and its meaning."""
    note = "What each pod gets besides GPUs, which are gpu.count."
    least, meaning = user
    return container(
        {
            "image": image(repository, tag),
            "port": port("Port", "Port that the server is told to listen on.", listen, None),
            "replicas": replicas("Number of pods, each with its own GPUs."),
            "resources": resources(requests, limits, note),
            **variables(),
            "healthCheck": health,
            "terminationGracePeriodSeconds": grace_period(60),
            "securityContext": group(
                "Security context",
                "How the container is confined.",
                {"runAsUser": whole("User", meaning, least, MOST_USER, 1000)},
            ),
        }
    )
