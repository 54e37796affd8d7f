"""Names of Argo CD objects."""


def project_name(service_catalog: str, environment: str) -> str:
    """Return the AppProject's name: one Argo CD may serve every environment.

    Neither part can hold a dot, so two pairs never share a name.
    """
    return f"{service_catalog}.{environment}"


def root_name(environment: str) -> str:
    """Return the name of the root Application and its project; no catalog's can be equal."""
    return f"root.catalogc.{environment}"
