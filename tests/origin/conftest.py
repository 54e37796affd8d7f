import pytest

from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings
from scripts.origin_accuracy import KUBERNETES


@pytest.fixture(scope="session")
def renderer():
    with EngineRenderer(RenderSettings(kube_version=KUBERNETES, jobs=2)) as engine:
        yield engine
