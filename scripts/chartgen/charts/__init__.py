"""The schema of each chart: one module a chart, named after its folder."""

import importlib
import pkgutil
from typing import Any

SCHEMAS: dict[str, dict[str, Any]] = {
    module.name.replace("_", "-"): importlib.import_module(f"{__name__}.{module.name}").SCHEMA
    for module in pkgutil.iter_modules(__path__)
}
