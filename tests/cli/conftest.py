"""Repositories that the command line is run in."""

import pytest

from repository import make_repository

WEB = """\
workloadType: BASIC_CONTAINER_LOAD
serviceName: {name}
serviceCatalog: web
namespace: web
environment: {environment}
container:
  image: {{repository: ghcr.io/stefanprodan/podinfo, tag: 6.7.1}}
  port: 9898
  replicas: 2
"""


def web_leaf(name, environment="dev"):
    return WEB.format(name=name, environment=environment)


@pytest.fixture
def repository(tmp_path):
    """Two leaves of two environments, without findings."""
    leaves = {
        "catalog/web/one/dev.yaml": web_leaf("one"),
        "catalog/web/two/prod.yaml": web_leaf("two", "prod"),
    }
    return make_repository(tmp_path / "repository", leaves)
