"""Which lists of a kind have keys, out of the schemas that ship with catalogc."""

from functools import lru_cache

from catalogc.schemas.bundled import bundled_schema
from catalogc.schemas.custom_keys import list_keys
from catalogc.schemas.kubernetes import kubernetes_schemas
from catalogc.schemas.list_keys import KeyedFields


@lru_cache(maxsize=512)
def keyed_fields(api_version: str, kind: str, kubernetes: str) -> KeyedFields:
    """Return the lists with keys of a kind; none where there is no schema of it.

    Args:
        api_version: such as ``apps/v1``.
        kind: such as ``Deployment``.
        kubernetes: version of the cluster, such as ``1.34``.

    Raises:
        MissingBundle: the schemas of Kubernetes are not part of this installation.
    """
    found = kubernetes_schemas(kubernetes).find(api_version, kind)
    if found is not None:
        return KeyedFields.of(found.list_keys)
    group, _, version = api_version.rpartition("/")
    schema = bundled_schema(group, kind, version)
    return KeyedFields.of(list_keys(schema) if schema is not None else {})
