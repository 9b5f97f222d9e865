"""Watch the live screen through a made-up session, without microphone or sound.

python examples/40_display.py              in real time (about 80 s; Ctrl-C ends it)
python examples/40_display.py 4            four times as fast
python examples/40_display.py 1 20         from second 20 on
python examples/40_display.py plain        the plain lines instead
"""

import sys
import time

from repcue.display.fold import view_after
from repcue.display.plain import line_of
from repcue.display.terminal import TerminalDisplay
from repcue.display.view import View, with_level
from repcue.testing.session_records import session_records


def watch(speed: float, from_seconds: float) -> None:
    """Show the session on the whole screen, `speed` times as fast as it would be."""
    waiting = list(session_records())
    view, begun = View(), time.monotonic()
    with TerminalDisplay() as display:
        while waiting:
            now_seconds = from_seconds + (time.monotonic() - begun) * speed
            while waiting and waiting[0]["at_seconds"] <= now_seconds:
                view = view_after(view, waiting.pop(0))
            display.show(with_level(view, -40.0 + 25.0 * (now_seconds % 1.0)), now_seconds)
            time.sleep(0.02)


def main() -> None:
    """Read the arguments and watch."""
    if sys.argv[1:] == ["plain"]:
        for record in session_records():
            if (line := line_of(record)) is not None:
                sys.stdout.write(f"{line}\n")
        return
    speed, from_seconds, *_ = [float(argument) for argument in sys.argv[1:3]] + [1.0, 0.0][len(sys.argv) - 1 :]
    watch(speed, from_seconds)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
