"""Each Application as a file, which the root Application applies."""

from collections.abc import Iterator

from catalogc.emit.shapes.members import Members
from catalogc.goyaml.dump import dump
from catalogc.model.output_names import safe


def app_of_apps_files(members: Members) -> Iterator[tuple[str, str]]:
    """Yield path and text of each Application, also of one that a hydrator fills."""
    for item in members.items:
        identity = item.release.id
        path = f"argocd/apps/{safe(identity.service_catalog)}/{safe(identity.service_name)}.yaml"
        yield path, dump(members.application(item))
