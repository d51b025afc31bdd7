"""``python -m kg_service.cli`` is ``kg``."""

import sys

from kg_service.cli import main

# Guarded, since the worker processes of the server import this module once more.
if __name__ == "__main__":
    sys.exit(main())
