"""Jinja2 templates of scaffolds: text that a person reads and goes on with."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalogc.goyaml.dump import dump

_FOLDER = Path(__file__).parent / "templates"


def fill(name: str, values: dict[str, Any]) -> str:
    """Fill a template in.

    In YAML every value becomes a scalar of its own, with quotes where it needs them, so that no
    value can become more YAML than that.

    Args:
        name: of the file in ``templates/``, without ``.j2``.
        values: one for every name in the template.
    """
    is_yaml = name.endswith((".yaml", ".yml"))
    environment = Environment(  # noqa: S701 - YAML and Markdown, never HTML
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        finalize=_scalar if is_yaml else str,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # GitHub's own expressions are written with two braces.
        variable_start_string="<<",
        variable_end_string=">>",
    )
    return environment.get_template(f"{name}.j2").render(values)


def _scalar(value: Any) -> str:
    return dump(value).removesuffix("\n")
