"""The command line. Exit codes: 0 fine, 1 the user's mistake (one message), 2 usage, 70 our bug (a trace)."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from repcue import __version__
from repcue.cli.parser import parser
from repcue.core.errors import RepcueError

OUR_BUG: Final = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: without the program's name; None takes the command line's.
    """
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RepcueError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; nothing half-written was left.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Who read our output has read enough; without this Python complains when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001 - the outermost place: a bug of ours is shown whole, and told apart by its code
        traceback.print_exc()
        print(f"This is a bug in RepCue {__version__}; please report it with the lines above.", file=sys.stderr)
        return OUR_BUG
