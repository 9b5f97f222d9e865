"""The text of a pack to begin with: three keys to change, every other explained beside it."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from repcue.packs.values import MOST_KEY_CHARACTERS, in_latin
from repcue.packs.yaml_text import scalar

LICENCES: Final = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "LicenseRef-personal")
"""What is offered; any SPDX identifier will do. The last means: for me and my clients, not to be passed on."""

USUAL_ALIAS: Final = "zercher squat"
"""A lift that no shipped pack has, with a word that no dictionary has: it shows how to give a word its sound."""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What somebody says of a pack that they begin to write."""

    id: str
    title: str
    author: str
    licence: str
    created: str
    """Year, month and day."""

    exercise: str = "Zercher squat"
    alias: str = USUAL_ALIAS
    muscle: str = "quadriceps"
    internal: str = "Push with your quadriceps"
    external: str = "Push the floor away"


def id_of_folder(name: str) -> str:
    """Return the id that suits a pack in a folder of this name; empty where it has letters that are none of a to z.

    >>> id_of_folder("Leg Day"), id_of_folder("нога")
    ('leg-day', '')
    """
    latin = in_latin(name.lower())
    pack_id = "-".join("".join(sign if sign.isalnum() else " " for sign in latin).split())
    return pack_id if pack_id.isascii() else ""


def new_pack_text(begun: Beginnings) -> str:
    """Return the `pack.yaml` of a new pack, with a comment beside every key that one may want."""
    exercise_id = "-".join(begun.alias.replace("'", "").split())
    pronounced = _PRONOUNCED if begun.alias == USUAL_ALIAS else ""
    return _TEXT.format(
        id=begun.id,
        title=scalar(begun.title),
        author=scalar(begun.author),
        licence=scalar(begun.licence),
        created=begun.created,
        exercise_id=exercise_id,
        name=scalar(begun.exercise),
        alias=begun.alias,
        muscle=scalar(begun.muscle),
        internal=scalar(begun.internal),
        external=scalar(begun.external),
        internal_set=scalar(_before_the_set(begun.internal)),
        external_set=scalar(_before_the_set(begun.external)),
        internal_key=scalar(begun.muscle.split()[-1]),
        external_key=scalar(key_of(begun.external)),
        pronounced=pronounced,
    )


def key_of(cue: str) -> str:
    """Return the word of a cue that it is about: what follows an article, else its longest.

    >>> key_of("Push the floor away"), key_of("Bend that bar!"), key_of("Go")
    ('floor', 'Bend', 'Go')
    """
    words: list[str] = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", cue)
    told = [word for article, word in pairwise(words) if article.lower() in _ARTICLES]
    return min((word for word in told or words), key=lambda word: (len(word) > MOST_KEY_CHARACTERS, -len(word)))


_ARTICLES: Final = frozenset({"a", "an", "the"})


def _before_the_set(cue: str) -> str:
    return f"This set, {cue[:1].lower()}{cue[1:]}."


_PRONOUNCED: Final = """\
    pronunciations:             # words that no dictionary has, by their sound
      zercher: Z ER CH ER
"""

_TEXT: Final = """\
# A cue pack for RepCue. Check it after every change:  repcue check .
# Hear it:                                              repcue preview {exercise_id} --pack .
# Every key is explained in the pages about packs (docs/packs.md).
format: 1
id: {id}
title: {title}
version: 1.0.0                  # third number for wording, second for new exercises, first when ids change
author: {author}
licence: {licence}
created: {created}
language: en

exercises:
  - id: {exercise_id}
    name: {name}
    aliases: [{alias}]  # what one says to pick it, as it is spoken; the first is what the coach says
    muscles: {{primary: [{muscle}]}}
    mechanic: compound          # or isolation: over one joint
    starts: eccentric           # or concentric, where a repetition begins with the effort, as in a deadlift
    tempo: 3-1-1-0              # lowering, stretched pause, lifting, contracted pause, in seconds
    sets: 3
    reps: 10
    rest_seconds: 120
    safety:
      - Check your gear and make room around you.
    cues:
      # internal: names the muscle. external: names the bar, the floor or another thing, and no part of the body.
      - focus: internal
        set: {internal_set}
        rep: {internal}
        key: {internal_key}
      - focus: external
        set: {external_set}
        rep: {external}
        key: {external_key}
{pronounced}
  # Further exercises go below, each with a hyphen before its id.
"""
