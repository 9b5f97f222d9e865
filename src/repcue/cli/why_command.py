"""What can be typed after `repcue why`."""

from typing import TYPE_CHECKING

from repcue.cli.commands import (
    FOCUSES,
    GOALS,
    LEVELS,
    SET_TYPES,
    add_load_percent,
    command_of,
    later,
    number_in,
    whole_number_in,
)

if TYPE_CHECKING:
    from repcue.cli.commands import Subparsers


def add_why(commands: "Subparsers") -> None:
    """Add `why` to the command line."""
    does = "Tell which cue a set gets, by which rule, and on what evidence."
    command = command_of(commands, "why", does, later("why", "why"))
    command.add_argument("exercise", nargs="+", metavar="EXERCISE", help="its name, as one says it")
    add_load_percent(command)
    command.add_argument(
        "--load-kg",
        type=number_in(0, 500, "kilograms"),
        metavar="KG",
        help="what is on the bar, 0 to 500; counts where your history tells an estimated maximum",
    )
    command.add_argument(
        "--reps",
        type=whole_number_in(0, 100, "repetitions"),
        metavar="N",
        help="repetitions, 0 for open-ended (default: the exercise's)",
    )
    command.add_argument("--tempo", metavar="TEMPO", help="like 3-1-1-0 or 2-0-X-0 (default: the exercise's)")
    for option, metavar, choices, what in (
        ("--goal", "GOAL", GOALS, "hypertrophy, strength, power, skill or control (default: the settings')"),
        ("--level", "LEVEL", LEVELS, "novice, trained or advanced (default: the settings')"),
        ("--set-type", "TYPE", SET_TYPES, "work, warm-up, feel, light or max (default: work)"),
        ("--focus", "FOCUS", FOCUSES, "your own word: internal, external or mix; or coach (default: the settings')"),
        ("--muscle", "MUSCLE", None, "the muscle that you want to train (default: the exercise's first)"),
    ):
        command.add_argument(option, metavar=metavar, choices=choices, help=what)
    command.add_argument(
        "--sessions",
        type=whole_number_in(0, 10_000, "sessions"),
        metavar="N",
        help="in how many sessions you have lifted it (default: what your history knows)",
    )
    command.add_argument(
        "--pack", nargs="+", action="extend", metavar="NAME", help="cue packs to use (default: essentials)"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
