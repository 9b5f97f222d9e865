"""What every command of the command line is made of: a parser that knows what was meant, and a late import."""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from math import nan
from typing import TYPE_CHECKING, Any, Final, NoReturn

from repcue.core.errors import unknown
from repcue.core.units import LEAST_LOAD_PERCENT, MOST_LOAD_PERCENT

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction["Parser"]

Run = Callable[[argparse.Namespace], int]

_MOST_COMMANDS: Final = 30
"""So many are named when one is unknown; there are fewer."""


class Parser(argparse.ArgumentParser):
    """Says what was probably meant by an unknown command or option."""

    def parse_args(  # type: ignore[override]  # the base has overloads for a namespace, which nobody here gives
        self, args: Sequence[str] | None = None, namespace: None = None
    ) -> argparse.Namespace:
        """Return the options; what is unknown is told beside the usage of the command that does not know it."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            getattr(options, "command", self).refuse(rest)
        return options

    def refuse(self, rest: Sequence[str]) -> NoReturn:
        """End with the sentence for arguments that nobody takes."""
        wanted, _, value = rest[0].partition("=")
        if not wanted.startswith("-"):
            self.error(f"{wanted!r} is more than this command takes.")
        if (setting := _setting_told(wanted, value or next(iter(rest[1:]), ""))) is not None:
            self.error(setting)
        known = [option for option in self._option_string_actions if option.startswith("--")]
        self.error(unknown("option", wanted, known, at_most=_MOST_COMMANDS))

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401 - as the base
        if action.choices is not None and value not in action.choices:
            names = [str(name) for name in action.choices]
            kind = action.dest.replace("_", " ") if action.option_strings else str(action.metavar).lower()
            raise argparse.ArgumentError(None, unknown(kind, str(value), names, at_most=_MOST_COMMANDS))


def _setting_told(option: str, value: str) -> str | None:
    """Return the sentence for an option that is none, but a setting; None where it is none either."""
    from repcue.edges.settings_file import settings_path
    from repcue.edges.yaml_files import shown_path
    from repcue.settings import Settings, load_settings

    name = option.lstrip("-").replace("-", "_")
    if name not in Settings.model_fields:
        return None
    _, problems = load_settings(f"{name}: {value}\n", "settings.yaml") if value else (None, ())
    wrong = "".join(f" {each.sentence} {each.hint}" for each in problems[:1])
    return f"{option!r} is no option here but a setting: write `{name}:` into {shown_path(settings_path())}.{wrong}"


class Choices:
    """The names of one enumeration, or of a tuple, that is imported only where somebody makes a choice."""

    def __init__(self, module: str, name: str) -> None:
        """Take where it is: `core.situation`, `Goal`."""
        self._module = module
        self._name = name

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        found: Iterable[str] = getattr(import_module(f"repcue.{self._module}"), self._name)
        return (str(each) for each in found)

    def __contains__(self, name: object) -> bool:
        """Return whether this is one of them."""
        return name in list(self)


ENGINES: Final = Choices("edges.ears.open_ear", "ENGINES")
GOALS: Final = Choices("core.situation", "Goal")
LEVELS: Final = Choices("core.situation", "Level")
SET_TYPES: Final = Choices("core.situation", "SetType")
FOCUSES: Final = Choices("core.situation", "FocusChoice")
STATES: Final = Choices("core.session_state", "State")
CLIP_KINDS: Final = Choices("bench.hearing_clips", "KINDS")


def later(module: str, function: str) -> Run:
    """Return a command that is imported when it runs, so that every other one starts fast."""

    def run(options: argparse.Namespace) -> int:
        command: Run = getattr(import_module(f"repcue.cli.{module}"), function)
        return command(options)

    return run


def command_of(commands: "Subparsers", name: str, does: str, run: Run) -> argparse.ArgumentParser:
    """Add a command to some others and return it, for its options."""
    command = commands.add_parser(name, help=does, description=does)
    command.set_defaults(run=run, command=command)
    return command


def number_in(lowest: float, highest: float, unit: str) -> Callable[[str], float]:
    """Return what reads a number within limits from the command line."""

    def read(written: str) -> float:
        try:
            value = float(written)
        except ValueError:
            value = nan
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{written!r} is no number from {lowest:g} to {highest:g} {unit}.")
        return value

    return read


def add_load_percent(command: argparse.ArgumentParser) -> None:
    """Add `--load-percent` to a command that is told about a set."""
    command.add_argument(
        "--load-percent",
        type=number_in(LEAST_LOAD_PERCENT, MOST_LOAD_PERCENT, "percent"),
        metavar="P",
        help=f"percent of the one-repetition maximum, {LEAST_LOAD_PERCENT} to {MOST_LOAD_PERCENT}; "
        "over 100 for what is only lowered",
    )


def whole_number(written: str) -> int:
    """Return a whole number from the command line."""
    try:
        return int(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{written!r} is no whole number.") from error


def add_language(command: argparse.ArgumentParser) -> None:
    """Add `--language` to a command that speaks."""
    told = "what the packs' lines are said in, like de (default: their main language)"
    command.add_argument("--language", type=_language, metavar="CODE", help=told)


def _language(written: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", written):
        raise argparse.ArgumentTypeError(f"{written!r} is no language; use two letters, like de, or de-AT.")
    return written


def whole_number_in(lowest: int, highest: int, unit: str) -> Callable[[str], int]:
    """Return what reads a whole number within limits from the command line."""

    def read(written: str) -> int:
        value = whole_number(written)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{written!r} is no number from {lowest} to {highest} {unit}.")
        return value

    return read
