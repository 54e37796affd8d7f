"""Names and paths of what is written."""


def project_name(service_catalog: str, environment: str) -> str:
    """Return the AppProject's name: one Argo CD may serve every environment.

    Neither part can hold a dot, so two pairs never share a name.
    """
    return f"{service_catalog}.{environment}"


def root_name(environment: str) -> str:
    """Return the name of the root Application and its project; no catalog's can be equal."""
    return f"root.catalogc.{environment}"


def manifests_folder(service_catalog: str, service_name: str) -> str:
    """Folder of a release's manifests, relative to its environment's folder."""
    return f"manifests/{safe(service_catalog)}/{safe(service_name)}"


def safe(part: str) -> str:
    """Return a path part unchanged.

    Raises:
        ValueError: it is not one part; the check stage should have refused it.
    """
    if part in ("", ".", "..") or "/" in part or "\\" in part or "\0" in part:
        message = f"not a file name: {part!r}"
        raise ValueError(message)
    return part
