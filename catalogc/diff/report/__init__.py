"""Reports of a comparison: text, Markdown, JSON and HTML."""
