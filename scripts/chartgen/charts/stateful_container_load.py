"""STATEFUL_CONTAINER_LOAD."""

from scripts.chartgen.fields import (
    object_name,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    NAME_MESSAGE,
    directory,
    equals,
    group,
    items,
    quantity,
    text,
    when,
    whole,
)
from scripts.chartgen.parts.application import application
from scripts.chartgen.parts.container import MOST_USER, definitions
from scripts.chartgen.parts.identity import identity, root, service_account
from scripts.chartgen.parts.network import basic_monitoring, ingress
from scripts.chartgen.parts.scaling import pod_disruption_budget

# The StatefulSet's name and a hash of ten characters make a label value (controller-revision-hash).
_LONGEST_NAME = 52
_VOLUME = group(
    "Volume",
    "A volume of its own for each pod.",
    {
        "name": text(
            "Name",
            "Name of the volume, and the start of its claims' names. It can never be changed.",
            longest=63,
            pattern=f"^{DNS_LABEL}$",
            message=NAME_MESSAGE,
            examples=["data"],
        ),
        "mountPath": directory(
            "Mount path", "Where the container finds it.", None, "/var/lib/postgresql"
        ),
        "size": quantity("Size", "Room in the volume. It can never be changed here.", None, ["20Gi"]),
        "storageClass": object_name(
            "Storage class",
            "StorageClass of the claims. Unset means the cluster's default.",
            "a StorageClass",
            examples=["fast-ssd"],
        ),
        "accessMode": text(
            "Access mode",
            "Access mode of the claims. Unset means ReadWriteOnce.",
            choices=["ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"],
            examples=["ReadWriteOncePod"],
        ),
    },
    ["name", "mountPath", "size"],
)
_STORAGE = group(
    "Storage",
    "Volumes that outlive pods.",
    {
        "volumes": items(
            "Volumes",
            "Volumes that each pod has of its own.",
            _VOLUME,
            minItems=1,
            maxItems=16,
            examples=[[{"name": "data", "mountPath": "/var/lib/postgresql", "size": "20Gi"}]],
        ),
        "whenDeleted": text(
            "When deleted",
            "What becomes of the claims when the StatefulSet is deleted.",
            choices=["Retain", "Delete"],
            default="Retain",
        ),
        "whenScaled": text(
            "When scaled",
            "What becomes of the claims of pods that are scaled away.",
            choices=["Retain", "Delete"],
            default="Retain",
        ),
    },
    ["volumes"],
)
_UPDATE = group(
    "Update",
    "How a change reaches the pods: from the highest ordinal to the lowest, one at a time.",
    {
        "podManagement": text(
            "Pod management",
            "Whether pods are also made and scaled one after the other. It can never be changed.",
            choices=["OrderedReady", "Parallel"],
            default="OrderedReady",
        ),
        "partition": whole(
            "Partition",
            "Pods with a lower ordinal keep the old version: a canary for stateful services.",
            0,
            1000,
            0,
        ),
        "minReadySeconds": whole(
            "Settling time", "Seconds that a pod must be ready before the next one.", 0, 3600, 10
        ),
    },
)
_PROTOCOL = text(
    "Protocol",
    "What is spoken on the port. The Service has port 80 for http, and the container's own port "
    "for tcp. A route needs http.",
    choices=["tcp", "http"],
    default="tcp",
)
_CONTAINER = application(
    "docker.io/library/postgres:17.4",
    ("Number of pods.", 1),
    memory=("256Mi", "512Mi"),
    grace=60,
    more={"protocol": _PROTOCOL},
)
_CONTAINER["properties"]["securityContext"]["properties"]["fsGroup"] = whole(
    "File system group",
    "Number of the group that owns the volumes, so that the container may write to them.",
    1,
    MOST_USER,
    1000,
    [999],
)

_ROUTE = when(
    equals("ingress.enabled", value=True),
    {
        "properties": {
            "container": {
                "required": ["protocol"],
                "properties": {
                    "protocol": {"const": "http", "x-catalogc-message": "a route carries http only"}
                },
            }
        }
    },
)

SCHEMA = root(
    "Stateful container load",
    "A container whose pods keep a name and volumes of their own, such as a database.",
    {
        **identity("STATEFUL_CONTAINER_LOAD", "orders-db", "shop", _LONGEST_NAME),
        **service_account(),
        "container": _CONTAINER,
        "storage": _STORAGE,
        "update": _UPDATE,
        "podDisruptionBudget": pod_disruption_budget(),
        "ingress": ingress(),
        "basicMonitoring": basic_monitoring(),
    },
    ["container", "storage"],
    definitions=definitions([]),
    rules=[_ROUTE],
)
