"""The command line's parser → docs/cli.md.

Argparse's own help differs between versions of Python and widths of terminals; this does not.
"""

import argparse
from collections.abc import Iterator

HEAD = """\
# The command line

Every command, as `repcue COMMAND --help` tells it too.
In a checkout `make ready` puts `repcue` into `.venv/bin`.

| exit code | means |
| --- | --- |
| 0 | fine |
| 1 | a mistake of whoever typed: one message says what is wrong, what is allowed and what to do |
| 2 | no such command or option |
| 70 | a bug of ours; the trace tells where |

Two variables of the environment matter everywhere.
`REPCUE_HOME` is the folder of everything that is yours: settings, packs, models, rendered speech.
`REPCUE_MODELS` names folders to look for speech models in, before all others.
"""


def command_line_markdown(parser: argparse.ArgumentParser) -> str:
    """Return the page of a parser's commands, with those that have commands of their own taken apart."""
    sections = (_section(command, does) for command, does in _commands(parser))
    return "\n".join([HEAD, *sections])


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Yield every command that does something, with its sentence."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            sentences = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                inner = list(_commands(command))
                yield from inner or [(command, sentences[name])]


def _section(command: argparse.ArgumentParser, does: str) -> str:
    shown = [action for action in command._actions if not isinstance(action, argparse._HelpAction)]
    places = [_place(action) for action in shown if not action.option_strings]
    options = ["[options]"] if any(action.option_strings for action in shown) else []
    lines = [f"## `{command.prog}`", "", does, "", f"    {' '.join([command.prog, *places, *options])}", ""]
    for group in command._mutually_exclusive_groups:
        if group.required:
            names = " and ".join(f"`{action.option_strings[0]}`" for action in group._group_actions)
            lines += [f"One of {names} is needed.", ""]
    rows = [f"| `{_name(action)}` | {_help(action)} |" for action in shown if action.option_strings or action.help]
    return "\n".join([*lines, *(["| option | means |", "| --- | --- |", *rows, ""] if rows else [])])


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return _place(action)
    value = "" if action.nargs == 0 else f" {_place(action)}"
    return f"{', '.join(action.option_strings)}{value}".replace("|", "\\|")


def _place(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest.upper())
    more = {"+": f"{name}…", "*": f"[{name}…]", "?": f"[{name}]"}
    return more.get(str(action.nargs), name)


def _help(action: argparse.Action) -> str:
    return ((action.help or "") % vars(action)).replace("|", "\\|")
