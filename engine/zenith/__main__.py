"""`python -m zenith` is the `zenith` command."""

import sys

from zenith.cli import main

if __name__ == "__main__":
    sys.exit(main())
