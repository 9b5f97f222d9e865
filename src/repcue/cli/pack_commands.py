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
    _add_authoring(actions)
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


def _add_authoring(actions: "Subparsers") -> None:
    new = command_of(actions, "new", "Begin a pack: asks a few things and writes it.", later("pack_authoring", "new"))
    new.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is new; its name is the pack's")
    new.add_argument("--yes", action="store_true", help="ask nothing, take what is usual")
    from_csv = command_of(actions, "from-csv", "Make a pack of a spreadsheet.", later("pack_authoring", "from_csv"))
    from_csv.add_argument("sheet", type=Path, metavar="FILE", help="CSV with the columns that to-csv writes")
    from_csv.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is new; its name is the pack's")
    from_csv.add_argument("--title", metavar="TEXT", help="as shown in lists (default: the folder's name)")
    from_csv.add_argument("--author", metavar="NAME", help="who wrote it (default: your name on this computer)")
    from_csv.add_argument("--licence", metavar="SPDX", help="under which terms (default: CC-BY-4.0)")
    to_csv = command_of(
        actions, "to-csv", "Write a pack's exercises as a spreadsheet.", later("pack_authoring", "to_csv")
    )
    to_csv.add_argument("folder", type=Path, metavar="FOLDER", help="the pack's folder, or its name")
    to_csv.add_argument(
        "--out", type=Path, metavar="FILE", help="the sheet, or - for standard output (default: ID.csv)"
    )
    schema = command_of(
        actions, "schema", "Print the JSON Schema of packs, for editors.", later("pack_authoring", "schema")
    )
    schema.add_argument("--overrides", action="store_true", help="that of your own changes to installed packs")
    schema.add_argument("--out", type=Path, metavar="FILE", help="write it there instead")
    record = command_of(
        actions, "record", "Record a cue with the microphone, or take a sound file.", later("pack_record", "record")
    )
    record.add_argument("folder", type=Path, metavar="FOLDER", help="the pack's folder, or its name")
    record.add_argument("exercise", metavar="EXERCISE", help="its name, alias or id")
    record.add_argument("--cue", default="internal", metavar="ID", help="internal, external or a cue's id (internal)")
    record.add_argument("--form", default="rep", choices=("set", "rep", "key"), help="which length of it (rep)")
    record.add_argument(
        "--file", type=Path, metavar="FILE", help="take this WAV, FLAC or OGG instead of the microphone"
    )
    record.add_argument("--mic", metavar="NAME|ID", help="microphone by number or part of its name")
