"""`floodwatch` and `python -m floodwatch`: the command line.

Before anything else is imported Ctrl-C is looked after: an import that it breaks off raises whatever it likes.
"""

import os
import signal
import sys


def stopped(*_: object) -> None:
    """Leave at once with a sentence: nothing has been begun."""
    os.write(2, b"Stopped.\n")
    os._exit(130)


def main() -> None:
    """Entry point of the installed program."""
    usual = signal.signal(signal.SIGINT, stopped)
    from floodwatch.cli.main import run

    signal.signal(signal.SIGINT, usual)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
