"""An API server's validation, where there is one."""

import pytest

from schemas_crds.corpus import ApiServer, require


@pytest.fixture(scope="module")
def api_server():
    server = ApiServer(require("CATALOGC_CRD_APISERVER", "the program of apiserver/main.go"))
    yield server
    server.close()
