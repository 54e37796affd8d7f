import os

import pytest

from catalogc.render.engine import EngineRenderer
from catalogc.render.protocol import MIB, RenderSettings
from tools import require_tool

SETTINGS = RenderSettings(api_versions=("widgets.example.com/v1",), jobs=2, memory_bytes=512 * MIB)


@pytest.fixture(scope="session")
def settings():
    return SETTINGS


@pytest.fixture(scope="session")
def engine():
    with EngineRenderer(SETTINGS) as renderer:
        yield renderer


@pytest.fixture(scope="session")
def helm_path():
    return os.environ.get("CATALOGC_HELM") or require_tool("helm")
