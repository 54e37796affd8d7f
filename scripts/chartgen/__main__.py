"""Write the generated files of every chart, or check that they are up to date."""

import sys
from pathlib import Path

from scripts.chartgen.charts import SCHEMAS
from scripts.chartgen.json_text import dump
from scripts.chartgen.kept import with_kept_defaults
from scripts.chartgen.readme import with_fields
from scripts.chartgen.values_text import values_text

CHARTS = Path(__file__).parents[2] / "charts"


def generated(chart: Path) -> dict[Path, str]:
    """Return the text of every generated file of a chart."""
    schema = SCHEMAS[chart.name]
    readme = chart / "README.md"
    written = readme.read_text("utf-8") if readme.exists() else ""
    return {
        chart / "values.schema.json": dump(with_kept_defaults(schema)) + "\n",
        chart / "values.yaml": values_text(schema),
        readme: with_fields(written, schema),
    }


def main(arguments: list[str]) -> int:
    """Return 1 where ``--check`` finds a file that is not up to date."""
    stale = []
    for name in SCHEMAS:
        for path, text in generated(CHARTS / name).items():
            if path.exists() and path.read_text("utf-8") == text:
                continue
            stale.append(path)
            if "--check" not in arguments:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
                print(f"wrote {path.relative_to(CHARTS.parent)}")
    if stale and "--check" in arguments:
        names = ", ".join(str(path.relative_to(CHARTS.parent)) for path in stale)
        print(f"not up to date: {names}\nrun: python -m scripts.chartgen", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
