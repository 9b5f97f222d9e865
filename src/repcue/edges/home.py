"""Where things lie on this machine: the user's own folders, and the content that ships with RepCue.

Nothing here creates a folder; whoever writes into one makes it.
"""

import os
from importlib.resources import files
from pathlib import Path
from typing import Literal

Shipped = Literal["cue_packs", "voices", "models"]
"""The kinds of content that ship beside the code."""

_APP = "repcue"


def home_folder() -> Path:
    """Return the folder of everything that belongs to the user: settings, log, packs, models.

    `REPCUE_HOME` if that is set, else the platform's usual folder for an application's content
    (`~/.local/share/repcue` on Linux).
    """
    chosen = os.environ.get("REPCUE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path(_APP, appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be made again, such as rendered speech.

    `cache` inside `REPCUE_HOME` if that is set, else the platform's usual cache folder (`~/.cache/repcue` on Linux).
    """
    if os.environ.get("REPCUE_HOME"):
        return home_folder() / "cache"
    from platformdirs import user_cache_path

    return user_cache_path(_APP, appauthor=False)


def models_folders() -> list[Path]:
    """Return the folders to look for speech models in, first match wins; they need not exist.

    In order: `REPCUE_MODELS` (several, separated as in `PATH`), the checkout's or wheel's `models`,
    and `models` in the user's home folder, which is where models are downloaded to.
    """
    by_hand = [Path(part).expanduser() for part in os.environ.get("REPCUE_MODELS", "").split(os.pathsep) if part]
    return [*by_hand, shipped_folder("models"), home_folder() / "models"]


def shipped_folder(name: Shipped) -> Path:
    """Return the folder of content that ships with RepCue.

    `repcue/_shipped/<name>` in an installed wheel, else `<name>` at the top of the checkout.
    """
    package = Path(str(files("repcue")))
    in_wheel = package / "_shipped" / name
    return in_wheel if in_wheel.is_dir() else package.parents[1] / name
