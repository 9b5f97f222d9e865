"""The command line. Exit codes: 0 fine, 1 the user's mistake (one message), 2 usage, 70 our bug (a trace)."""

import argparse
import errno
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Final

from repcue import __version__
from repcue.cli.lines import silence_output
from repcue.cli.parser import parser
from repcue.core.errors import RepcueError
from repcue.edges.arithmetic import keep_to_one_thread
from repcue.edges.interruption import requests_interrupt

OUR_BUG: Final = 70


def main(arguments: Sequence[str] | None = None, command_line: argparse.ArgumentParser | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: without the program's name; None takes the command line's.
        command_line: what can be typed; None is all of it. Each command's `run` is called with the options.
    """
    is_asked_to_end: Callable[[], bool] = bool
    keep_to_one_thread()
    try:
        options = (command_line or parser()).parse_args(arguments)
        with requests_interrupt() as is_asked_to_end:
            status = int(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except RepcueError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        # Who reads our output has read enough.
        silence_output()
        return 0
    except Exception as error:  # noqa: BLE001 - the outermost place: a bug of ours is shown whole, and told apart by its code
        return _interrupted() if is_asked_to_end() else _failed(error)


def _interrupted() -> int:
    print("Interrupted; nothing half-written was left.", file=sys.stderr)
    return 1


def _failed(error: Exception) -> int:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        silence_output()
        print("The disk is full; free some space and try again.", file=sys.stderr)
        return 1
    traceback.print_exception(error)
    print(f"This is a bug in RepCue {__version__}; please report it with the lines above.", file=sys.stderr)
    return OUR_BUG
