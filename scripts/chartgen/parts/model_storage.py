"""What models are loaded with: credentials of S3 and Hugging Face; and the priority of pods."""

from typing import Any

from scripts.chartgen.fields import (
    DNS_SUBDOMAIN,
    Schema,
    equals,
    flag,
    group,
    object_name,
    text,
    when,
    whole,
)

_S3_PATH = "/secret/shared/s3-models"
_TOKEN_PATH = "/secret/shared/huggingface/token"  # noqa: S105 - where it is
_HIGHEST = 1000000000  # above are Kubernetes' own classes


def s3_storage() -> Schema:
    """Return ``s3Storage``."""
    return group(
        "S3 storage",
        "Credentials of an S3 store: an ExternalSecret, and a ServiceAccount that KServe finds "
        "them by.",
        {
            "enabled": flag("Enabled", "Whether there are such objects.", default=False),
            "secretName": object_name(
                "Secret", "Name of the Secret.", "a Secret", default="s3-model-creds",
                examples=["s3-model-creds"],
            ),
            "serviceAccountName": object_name(
                "Service account", "Name of the ServiceAccount.", "a ServiceAccount",
                default="s3-model-sa", examples=["s3-model-sa"],
            ),
            "endpoint": text(
                "Endpoint",
                "Host of the S3 store, with a port if need be.",
                longest=255,
                pattern=r"^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?(:[0-9]{1,5})?$",
                message="a host name, with a port if need be, without scheme and path",
                default="s3.amazonaws.com",
                examples=["s3.us-east-1.amazonaws.com"],
            ),
            "region": text(
                "Region",
                "Region of the S3 store.",
                longest=63,
                pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                message="a region such as us-east-1",
                default="us-east-1",
                examples=["eu-central-1"],
            ),
            "useHttps": flag("HTTPS", "Whether the store speaks HTTPS.", default=True),
            "vaultPath": _vault_path(
                'Vault path of the credentials, in its properties "accessKeyId" and '
                '"secretAccessKey". Needed when enabled.',
                _S3_PATH,
            ),
            "accessKeyId": _refused("Access key", "s3Storage", _S3_PATH),
            "secretAccessKey": _refused("Secret key", "s3Storage"),
        },
        **_needs_vault_path("enabled"),
    )  # fmt: skip


def huggingface() -> Schema:
    """Return ``huggingface``."""
    return group(
        "Hugging Face",
        "The token for gated models, as an ExternalSecret.",
        {
            "secretEnabled": flag("Enabled", "Whether there is an ExternalSecret.", default=False),
            "secretName": object_name(
                "Secret", "Name of the Secret.", "a Secret", default="hf-secret",
                examples=["hf-secret"],
            ),
            "vaultPath": _vault_path(
                'Vault path of the token, in its property "value". Needed when secretEnabled.',
                _TOKEN_PATH,
            ),
            "token": _refused("Token", "huggingface", _TOKEN_PATH),
        },
        **_needs_vault_path("secretEnabled"),
    )  # fmt: skip


def priority_classes() -> Schema:
    """Return ``priorityClasses``."""
    return group(
        "Priority classes",
        "PriorityClasses: one for models that must run, one for those that wait for room.",
        {
            "enabled": flag("Enabled", "Whether there are PriorityClasses.", default=False),
            "shared": flag(
                "Shared",
                "Whether they have just their names, so that other releases use them; otherwise "
                "the service's name and a dash come first. Only one release of a cluster can "
                "share a name.",
                default=False,
            ),
            "high": _priority_class(
                "High", "The class of models that may evict pods of lower priority.",
                "model-serving-high", 100000,
            ),
            "low": _priority_class(
                "Low", "The class of models that wait until there is room.",
                "model-serving-low", 1000,
            ),
        },
    )  # fmt: skip


def _priority_class(title: str, description: str, name: str, value: int) -> Schema:
    return group(
        title,
        description,
        {
            "name": text(
                "Name",
                "Name of the PriorityClass.",
                longest=63,
                pattern=f"^{DNS_SUBDOMAIN}$",
                message="the name of a PriorityClass",
                default=name,
                examples=[name],
            ),
            "value": whole("Value", "Priority; more is more important.", 0, _HIGHEST, value),
        },
    )


def _vault_path(description: str, example: str) -> Schema:
    return text(
        "Vault path", description, longest=1024, default="", examples=[example]
    )  # fmt: skip


def _needs_vault_path(switch: str) -> dict[str, Any]:
    written = {"minLength": 1, "x-catalogc-message": "the Vault path of the credentials"}
    needed = {"required": ["vaultPath"], "properties": {"vaultPath": written}}
    return when(equals(switch, value=True), needed)


def _refused(title: str, parent: str, example: str = "") -> Schema:
    instead = {"x-catalogc-instead": {"vaultPath": example}} if example else {}
    return {
        "title": title,
        "description": "Always empty: a repository is no place for a secret. An ExternalSecret "
        f"copies it from {parent}.vaultPath.",
        "type": "string",
        "const": "",
        **instead,
        "x-catalogc-message": f"empty: put the secret into Vault and its path into "
        f"{parent}.vaultPath, from where an ExternalSecret copies it",
        "default": "",
    }
