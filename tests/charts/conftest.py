import pytest

from charts.chart_harness import Helm


@pytest.fixture(scope="session")
def helm():
    process = Helm()
    yield process
    process.close()
