"""A user's folder with the speech of the default voice rendered, made once for all tests that need one."""

from pathlib import Path

from repcue.core.vocabulary import first_texts
from repcue.edges.clip_bank import ClipBank
from repcue.edges.home import shipped_folder
from repcue.edges.voices.open_voice import open_voice
from repcue.prepare import Wanted, prepare
from repcue.rehearse import OUTPUT_RATE


def rendered_home(folder: Path) -> Path:
    """Return the home inside a folder; the first call makes it, which takes 5 s and more on a busy machine."""
    home = folder / "rendered-home"
    if not home.exists():
        clips = ClipBank(open_voice("coach", [shipped_folder("voices")]), home / "cache" / "clips", OUTPUT_RATE)
        clips.prepare(first_texts(prepare(Wanted(packs=("essentials",))).catalogue))
    return home
