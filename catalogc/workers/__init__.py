"""Worker processes: code that may crash, stall or grow runs beside us, and is replaced."""
