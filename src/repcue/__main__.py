"""`python -m repcue`."""

from repcue.cli import main

raise SystemExit(main())
