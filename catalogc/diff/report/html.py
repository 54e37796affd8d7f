"""A comparison as one HTML file that needs nothing else: no scripts, no fonts, no network."""

from pathlib import Path

from catalogc.diff.report.hunks import hunks
from catalogc.diff.report.wording import (
    GPU_HEADER,
    Names,
    gpu_row,
    headline,
    lines,
    moved_leaf,
    resource_title,
    silent,
    sureness,
    title,
)
from catalogc.diff.result import CatalogDiff
from catalogc.report.escape import escape

_TEMPLATE = "report.html.j2"


def write_html(diff: CatalogDiff, names: Names, *, colour: bool = False) -> str:
    """Write the page; Jinja2 escapes all that comes from input."""
    del colour
    import jinja2  # only who asks for HTML pays for it

    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(
        autoescape=True,
        finalize=lambda value: escape(value) if isinstance(value, str) else value,
        loader=loader,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    words = {
        "title": title,
        "resource_title": resource_title,
        "moved_leaf": moved_leaf,
        "sureness": sureness,
        "lines": lines,
        "silent": silent,
        "hunk_lines": lambda item: hunks(item).split("\n")[:-1],
        "gpu_row": gpu_row,
    }
    page = environment.get_template(_TEMPLATE)
    return (
        page.render(diff=diff, names=names, headline=headline(diff), gpu_header=GPU_HEADER, **words)
        + "\n"
    )
