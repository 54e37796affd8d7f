import pytest

from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import RenderSettings


@pytest.fixture(scope="session")
def renderer():
    with EngineRenderer(RenderSettings(jobs=2)) as engine:
        yield engine
