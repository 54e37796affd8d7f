"""Small charts for tests, written to a folder and read as the command reads them."""

import yaml

from catalogc.origin.chart_check.loading import load_subject

_HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n"


def write_chart(folder, case):
    """Write the chart of a case: its template's text is the data of a ConfigMap."""
    chart = {"apiVersion": "v2", "name": "shop", "version": "1.0.0"}
    if "dependencies" in case:
        chart["dependencies"] = case["dependencies"]
    files = {
        "Chart.yaml": yaml.safe_dump(chart),
        "values.yaml": yaml.safe_dump(case.get("values", {}), sort_keys=False),
        **case.get("files", {}),
    }
    if "template" in case:
        body = "".join(f"  {line}\n" for line in case["template"].splitlines())
        files["templates/shop.yaml"] = _HEAD + body
    if "helpers" in case:
        files["templates/_helpers.tpl"] = case["helpers"]
    if "notes" in case:
        files["templates/NOTES.txt"] = case["notes"]
    for name, inner in case.get("charts", {}).items():
        files.update({f"charts/{name}/{path}": text for path, text in inner.items()})
    for path, text in files.items():
        place = folder / "shop" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder / "shop"


def subject(folder, case):
    """The chart of a case, loaded."""
    outcome = load_subject(write_chart(folder, case))
    assert outcome.findings == ()
    return outcome.value
