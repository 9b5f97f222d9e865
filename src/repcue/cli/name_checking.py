"""What `repcue check` compares the names of a pack with: our commands, and the ears of this machine."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from repcue.core.errors import RepcueError
from repcue.edges import models
from repcue.edges.check_names import NameCheck, measured_pairs
from repcue.edges.home import home_folder, models_folders, shipped_folder
from repcue.packs.schema import Pack
from repcue.packs.spoken import commands_of
from repcue.prepare import our_grammar

_LANGUAGE_IN_NAME: Final = re.compile(r"^vosk-model-(?:small-)?([a-z]{2})(?:-|$)")
"""Vosk's models say what they hear: `vosk-model-small-en-us-0.15`."""


def name_check(others: Sequence[Pack] = ()) -> NameCheck:
    """Return what checks whether names are heard apart, with Vosk's model where one is in use.

    Args:
        others: the packs that can be used beside those that are checked.
    """
    try:
        model = models.model_in_use(None, folders=models_folders(), home=home_folder(), engine="vosk")
    except RepcueError:
        model = None  # a chosen model that has gone is told where it is needed
    return NameCheck(
        commands_of(our_grammar({})),
        measured=measured_pairs(),
        model=model,
        model_language=_language_of(model) if model else "",
        others=others,
    )


def _language_of(model: Path) -> str:
    known = models.known_models(shipped_folder("models") / "manifest.yaml")
    listed = next((each.language for each in known if each.name == model.name), None)
    named = _LANGUAGE_IN_NAME.match(model.name)
    return (listed or (named[1] if named else "")).partition("-")[0]
