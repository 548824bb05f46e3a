"""`python -m improving_value`: the way in that needs no launcher."""

import os
import sys

from improving_value.cli.app import main


def start() -> None:
    """Run a command and leave at once: all is written and closed by then, and taking a million objects apart takes half a second."""
    try:
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        if isinstance(ended.code, int) or ended.code is None:
            os._exit(ended.code or 0)
        raise


if __name__ == "__main__":
    start()
