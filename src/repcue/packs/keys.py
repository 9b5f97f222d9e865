"""Which cues have no key, the one word that is left where there is no time for more."""

from collections.abc import Iterator

from repcue.packs.nodes import Path
from repcue.packs.report import Problem, Severity
from repcue.packs.sound import SoundPack
from repcue.packs.values import shown


def missing_keys(sound: SoundPack) -> Iterator[Problem]:
    """Yield a warning for each cue without a key, unless its words are a single one anyway."""
    for index, exercise in enumerate(sound.pack.exercises):
        for number, cue in enumerate(exercise.cues):
            place: Path = ("exercises", index, "cues", number)
            words = sound.written((*place, "rep"))
            if cue.key is None and len(words.split()) > 1 and sound.is_given((*place, "key")):
                sentence = f"{shown(words)} has no key: no word of it for heavy and fast sets."
                hint = "Write its most important word under key."
                yield sound.document.problem((*place, "rep"), sentence, hint, severity=Severity.WARNING)
