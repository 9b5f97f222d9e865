"""What can be typed after `repcue preview`."""

from pathlib import Path
from typing import TYPE_CHECKING

from repcue.cli.commands import FOCUSES, GOALS, add_language, add_load_percent, command_of, later, whole_number_in

if TYPE_CHECKING:
    from repcue.cli.commands import Subparsers


def add_preview(commands: "Subparsers") -> None:
    """Add `preview` to the command line."""
    does = "Show what a set would sound like, second by second, and render it."
    command = command_of(commands, "preview", does, later("previewing", "preview"))
    command.add_argument("exercise", nargs="+", metavar="EXERCISE", help="its name, alias or id")
    command.add_argument(
        "--pack", nargs="+", action="extend", metavar="NAME", help="cue packs to use (default: essentials)"
    )
    command.add_argument("--tempo", metavar="TEMPO", help="like 4-0-1-0 or 2-0-X-0 (default: the exercise's)")
    command.add_argument(
        "--reps",
        type=whole_number_in(1, 100, "repetitions"),
        metavar="N",
        help="repetitions, 1 to 100 (default: the exercise's)",
    )
    add_load_percent(command)
    for option, metavar, choices, what in (
        ("--goal", "GOAL", GOALS, "hypertrophy, strength, power, skill or control (default: the settings')"),
        ("--focus", "FOCUS", FOCUSES, "your own word: internal, external or mix; or coach (default: the settings')"),
        ("--voice", "NAME", None, "the coach's voice (default: that of the settings)"),
    ):
        command.add_argument(option, metavar=metavar, choices=choices, help=what)
    add_language(command)
    command.add_argument("--out", type=Path, metavar="FILE", help="write what is heard there, as a WAV")
    command.add_argument("--json", action="store_true", help="as JSON")
