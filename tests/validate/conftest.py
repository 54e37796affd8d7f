"""What the tests of the validate stage share."""

import pytest

from catalogc.validate.kubeconform import KubeconformSettings, KubeconformValidator
from tools import require_tool
from validate.objects import UpstreamSchemas


@pytest.fixture(scope="session")
def kubeconform():
    """The real program."""
    return KubeconformValidator(KubeconformSettings(jobs=2), require_tool("kubeconform"))


@pytest.fixture(scope="session")
def upstream():
    """The schemas of Kubernetes 1.34."""
    return UpstreamSchemas("1.34")
