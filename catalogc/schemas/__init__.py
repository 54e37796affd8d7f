"""JSON Schemas of catalogc's own formats, and schema errors as findings in plain words."""
