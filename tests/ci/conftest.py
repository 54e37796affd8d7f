"""Changes that are judged, pushed to one shared repository as branches."""

import pytest

from ci import changes


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    return changes.Project.make(tmp_path_factory.mktemp("project"))


@pytest.fixture
def checkout(project, tmp_path):
    """Make the checkout of a pull request from what a function does to the catalog."""

    def make(*edits, depth=0):
        project.change(*edits)
        return project.merged(tmp_path / "workspace", depth)

    return make
