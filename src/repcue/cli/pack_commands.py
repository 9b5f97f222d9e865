"""What can be typed after `repcue pack`."""

from pathlib import Path
from typing import TYPE_CHECKING

from repcue.cli.commands import command_of, later

if TYPE_CHECKING:
    from repcue.cli.commands import Subparsers


def add_packs(commands: "Subparsers") -> None:
    """Add `pack` and what it does to the command line."""
    command = commands.add_parser("pack", help="Make, share and install cue packs.")
    actions = command.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = command_of(actions, "list", "List the packs there are.", later("packs", "list_packs"))
    listing.add_argument("--json", action="store_true", help="as JSON")
    build = command_of(actions, "build", "Make one file of a pack, to share it.", later("packs", "build"))
    build.add_argument("folder", type=Path, metavar="FOLDER", help="the pack's folder")
    build.add_argument("--out", type=Path, metavar="FILE", help="the file (default: ID-VERSION.repcue)")
    install = command_of(
        actions,
        "install",
        "Check a shared pack and put it among yours; all of it or nothing.",
        later("packs", "install"),
    )
    install.add_argument("file", type=Path, metavar="FILE", help="a .repcue file")
    install.add_argument("--dry-run", action="store_true", help="only tell what it would do")
    install.add_argument("--replace", action="store_true", help="also in place of a newer version")
    remove = command_of(actions, "remove", "Take an installed pack away.", later("packs", "remove"))
    remove.add_argument("name", metavar="NAME", help="its name, as `repcue pack list` has it")
