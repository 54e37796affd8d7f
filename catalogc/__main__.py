"""``python -m catalogc``: the same program as the ``catalogc`` command."""

from catalogc.cli import main

if __name__ == "__main__":
    main()
