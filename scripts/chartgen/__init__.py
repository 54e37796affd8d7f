"""The charts' values.schema.json, values.yaml and README tables, from one description each.

Helm wants every schema whole, so what charts share is described once, here.
`python -m scripts.chartgen` writes the files; `--check` tells whether they are up to date.
"""
