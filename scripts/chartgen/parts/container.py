"""The container: image, resources, variables, secrets."""

from scripts.chartgen.fields import (
    DELETABLE,
    Schema,
    duration,
    equals,
    flag,
    group,
    items,
    object_name,
    quantity,
    reference,
    seconds,
    text,
    when,
    whole,
)

_EXAMPLE_DIGEST = "sha256:" + "0123456789abcdef" * 4
MOST_USER = 2147483647

_DIGEST = text(
    "Digest",
    "Digest of the image. It names exactly one image, and so wins over the tag.",
    pattern="^sha256:[a-f0-9]{64}$",
    message="sha256: and 64 hexadecimal digits",
    examples=[_EXAMPLE_DIGEST],
)
_PULL_SECRETS = items(
    "Pull secrets",
    "Names of Secrets with registry credentials.",
    object_name(
        "Secret",
        "Name of a Secret of type kubernetes.io/dockerconfigjson.",
        "a Secret",
        examples=["registry-credentials"],
    ),
    uniqueItems=True,
    maxItems=16,
    default=[],
)


def container(properties: dict[str, Schema], required: list[str] | None = None) -> Schema:
    """Return ``container``."""
    return group("Container", "The container and what it needs.", properties, required)


def image(
    repository: str | None = None, tag: str | None = None, example: str | None = None
) -> Schema:
    """Return ``container.image``; without a default repository a leaf must name the image.

    Args:
        example: an image, with a tag if the usual one would be wrong.
    """
    shown, _, example_tag = (example or "").partition(":")
    fields = {
        "repository": text(
            "Repository",
            "Image without tag and digest.",
            longest=255,
            pattern=r"^[a-z0-9]([-._a-z0-9]*[a-z0-9])?(:[0-9]{1,5})?"
            r"(/[a-z0-9]([-._a-z0-9]*[a-z0-9])?)*$",
            message="an image name without tag and digest, such as ghcr.io/acme/checkout",
            default=repository,
            examples=[shown or repository],
        ),
        "tag": text(
            "Tag",
            "Tag of the image; unused when there is a digest.",
            longest=128,
            pattern="^[A-Za-z0-9_][-.A-Za-z0-9_]*$",
            message="a tag such as 1.4.2",
            default=tag,
            examples=[tag or example_tag or "1.4.2"],
        ),
        "digest": _DIGEST,
        "pullSecrets": _PULL_SECRETS,
        "ghcrPullSecret": _ghcr_pull_secret(),
    }
    if repository:
        return group("Image", "The image to run.", fields)
    named = {
        "anyOf": [{"required": ["tag"]}, {"required": ["digest"]}],
        "x-catalogc-message": "an image needs a tag or a digest",
    }
    what = "The image to run: a repository with a tag or a digest."
    return group("Image", what, fields, ["repository"], **named)


def _ghcr_pull_secret() -> Schema:
    return group(
        "GHCR pull secret",
        "Credentials for private packages on ghcr.io, copied from Vault. Public packages need "
        "none, and stale credentials break even their pull.",
        {
            "enabled": flag("Enabled", "Whether there is such a Secret.", default=False),
            "vaultPath": text(
                "Vault path",
                'Vault path of the credentials, in its properties "username" and "token".',
                shortest=1,
                longest=1024,
                examples=["/secret/shared/ghcr"],
            ),
        },
        **when(equals("enabled", value=True), {"required": ["vaultPath"]}),
    )


def resources(
    requests: tuple[str, str], limits: tuple[str, str], what: str = "What each pod gets."
) -> Schema:
    """Return ``container.resources`` with the default CPU and memory."""
    return group(
        "Resources",
        what,
        {
            "requests": _amounts("Requests", "that each pod is sure to get", *requests),
            "limits": _amounts("Limits", "that each pod gets at most", *limits),
        },
    )


def _amounts(title: str, what: str, cpu: str, memory: str) -> Schema:
    disk = f"Bytes of node disk {what}: logs, emptyDir volumes and the writable layer."
    return group(
        title,
        f"What {what.removeprefix('that ')}.",
        {
            "cpu": quantity("CPU", f"CPU cores {what}.", cpu, ["500m", "2"]),
            "memory": quantity("Memory", f"Memory {what}.", memory, ["512Mi", "8Gi"]),
            "ephemeral-storage": quantity("Ephemeral storage", disk, None, ["2Gi"]),
        },
        **{DELETABLE: True},
    )


def variables() -> dict[str, Schema]:
    """Return ``environment``, ``secrets`` and ``secretStore``."""
    secret = {
        "name": "DATABASE_PASSWORD",
        "secretKey": "password",
        "vaultPath": "/secret/shop/database",
    }
    return {
        "environment": items(
            "Environment variables",
            "Plain environment variables.",
            reference("environmentVariable"),
            maxItems=256,
            default=[],
            examples=[[{"name": "LOG_LEVEL", "value": "info"}]],
        ),
        "secrets": items(
            "Secrets",
            "Environment variables whose values come from Vault.",
            reference("secretVariable"),
            maxItems=256,
            default=[],
            examples=[[secret]],
        ),
        "secretStore": _secret_store(),
    }


def _secret_store() -> Schema:
    return group(
        "Secret store",
        "The External Secrets store that secrets are read from.",
        {
            "kind": text(
                "Kind",
                "Kind of the store.",
                choices=["ClusterSecretStore", "SecretStore"],
                default="ClusterSecretStore",
            ),
            "name": object_name(
                "Name",
                "Name of the store.",
                "a store",
                default="vault-backend",
                examples=["vault-backend"],
            ),
            "refreshInterval": duration(
                "Refresh interval", "How often secrets are read again.", "1h0m0s", ["15m"]
            ),
        },
    )


def definitions(reserved: list[str]) -> dict[str, Schema]:
    """Return the definitions of variables; ``reserved`` names are the chart's own."""
    name = text(
        "Name",
        "Name of the variable.",
        longest=253,
        pattern="^[A-Za-z_][A-Za-z0-9_]*$",
        message="letters, digits and underscores" + _but(reserved),
        examples=["LOG_LEVEL"],
    )
    if reserved:
        name["not"] = {"enum": reserved}
    value = "Its value, always text: quote numbers and booleans."
    return {
        "variableName": name,
        "environmentVariable": group(
            "Environment variable",
            "A variable with a plain value.",
            {
                "name": reference("variableName"),
                "value": text("Value", value, longest=32768, examples=["info"]),
            },
            ["name", "value"],
        ),
        "secretVariable": group(
            "Secret variable",
            "A variable with a value from Vault.",
            {
                "name": reference("variableName"),
                "secretKey": text(
                    "Key",
                    "The property to read at the Vault path.",
                    shortest=1,
                    longest=253,
                    examples=["password"],
                ),
                "vaultPath": text(
                    "Vault path",
                    "Path of the secret in Vault.",
                    longest=1024,
                    examples=["/secret/shop/database"],
                ),
            },
            ["name", "secretKey", "vaultPath"],
        ),
    }


def _but(reserved: list[str]) -> str:
    if not reserved:
        return ""
    *others, last = reserved
    listed = f"{', '.join(others)} and {last}" if others else last
    return f", and none of the names that the chart sets itself: {listed}"


def grace_period(default: int) -> Schema:
    """Return ``container.terminationGracePeriodSeconds``."""
    return seconds(
        "Termination grace period",
        "Seconds that a pod gets to finish its requests, five of which pass before it is told "
        "to stop.",
        6,
        default,
    )


def replicas(description: str, default: int = 1) -> Schema:
    """Return ``container.replicas``."""
    return whole("Replicas", description, 0, 1000, default)


def security_context(*, writable: bool = True) -> Schema:
    """Return ``container.securityContext`` of a container that never runs as root."""
    fields = {
        "runAsUser": whole(
            "User",
            "Number of the user to run as. Unset, the image decides, which then must name a "
            "number other than 0.",
            1,
            MOST_USER,
            None,
            [65532],
        )
    }
    if writable:
        fields["readOnlyRootFilesystem"] = flag(
            "Read-only root file system",
            "Whether only /tmp and mounted volumes can be written to.",
            default=True,
        )
    what = "How the container is confined. It never runs as root."
    return group("Security context", what, fields)
