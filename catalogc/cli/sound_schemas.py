"""Whatever is made from the adapters' schemas needs schemas that are some."""

from typing import TYPE_CHECKING

from catalogc.cli.boundary import Stop
from catalogc.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from catalogc.model.catalog import Catalog


def refuse_invalid_schemas(catalog: "Catalog") -> None:
    """Refuse what nothing can be made of.

    Raises:
        Stop: a chart's values.schema.json is not a JSON Schema.
    """
    from catalogc.schemas.validation import InvalidSchema, SchemaValidator

    for adapter in catalog.adapters.values():
        try:
            SchemaValidator(adapter.schema)
        except InvalidSchema as error:
            raise Stop(
                ExitCode.FINDINGS,
                f"{adapter.chart.path}/values.schema.json is not a valid JSON Schema: "
                f"{str(error).splitlines()[0]}",
                "correct the schema; references outside the file are not followed",
            ) from None
