"""HELM_RELEASE."""

from scripts.chartgen.fields import NAME_MESSAGE, flag, group, namespace, text, whole
from scripts.chartgen.parts.identity import identity, root

_HOST = "[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?"
_NUMBER = "(0|[1-9][0-9]*)"
_TAGS = r"[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*"

_CHART = group(
    "Chart",
    "The chart to install, pinned.",
    {
        "repository": text(
            "Repository",
            "Where the chart is: a Helm repository, or a path of an OCI registry without the "
            "chart's name. catalogs.<serviceCatalog>.chartRepositories of catalogc.yaml must "
            "allow it.",
            longest=2048,
            pattern=f"^(https|oci)://{_HOST}(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$",
            message="a URL such as https://charts.example.com or oci://ghcr.io/acme/charts",
            examples=["https://kedacore.github.io/charts", "oci://quay.io/jetstack/charts"],
        ),
        "name": text(
            "Name",
            "Name of the chart in its repository.",
            longest=250,
            pattern="^[A-Za-z0-9][A-Za-z0-9._-]*$",
            message="the name of a chart",
            examples=["keda"],
        ),
        "version": text(
            "Version",
            "Version of the chart, spelt as its repository spells it, with v or without.",
            longest=128,
            pattern=rf"^v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_TAGS})?(\+{_TAGS})?$",
            message="an exact version such as 1.2.3, not a range",
            examples=["2.20.2", "v1.21.0"],
        ),
        "digest": text(
            "Digest",
            "Of an HTTP repository the digest of the chart archive, as index.yaml lists it. Of an "
            "OCI registry the digest of the manifest, as helm pull prints it.",
            pattern="^sha256:[a-f0-9]{64}$",
            message="sha256: and 64 hexadecimal digits",
            examples=["sha256:db60b1fa60f0565fefa4ce2f87e855b6a8854363ee82962fbe28a12a70d64c4c"],
        ),
    },
    ["repository", "name", "version", "digest"],
)

_IDENTITY = identity("HELM_RELEASE", "keda", "platform")

SCHEMA = root(
    "Helm release",
    "A third-party chart, pinned by version and digest, which Argo CD renders.",
    {
        **_IDENTITY,
        "serviceName": {
            **_IDENTITY["serviceName"],
            "description": "Name of the release, and of its Application before the environment. "
            "At most 53 characters, which is Helm's limit for a release.",
        },
        "namespace": namespace(
            "Namespace",
            "Namespace that the chart is installed into. Empty means the name of the catalog.",
            "",
            "keda",
        ),
        "environment": {
            **_IDENTITY["environment"],
            "description": "The deployment environment.",
            "x-catalogc-message": NAME_MESSAGE,
        },
        "chart": _CHART,
        "releaseName": text(
            "Release name",
            "Name of the Helm release. Unset, it is serviceName.",
            longest=53,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
            message="lower case letters, digits and dashes",
            examples=["keda"],
        ),
        "values": {
            "title": "Values",
            "description": "Values of the chart, passed on as they are. They are written in clear "
            "to git and to the Application: no secrets. null removes a default of the chart.",
            "type": "object",
            "maxProperties": 1000,
            "additionalProperties": True,
            "default": {},
            "examples": [{"operator": {"replicaCount": 2}}],
        },
        "syncWave": whole(
            "Sync wave",
            "Order among the Applications of an environment, the lowest first. Workloads have 0.",
            -100,
            100,
            -10,
        ),
        "skipCrds": flag(
            "Skip CRDs",
            "Whether to leave out the CustomResourceDefinitions of the chart's crds folder.",
            default=False,
        ),
    },
    ["chart"],
)
# Helm adds this entry for a library chart, and there is none.
del SCHEMA["properties"]["common"]
