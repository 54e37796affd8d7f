"""From every rendered field back to the line that made it, and forward again."""
