"""Whether the names and cues of a pack are heard apart, by the ears of this machine: what `repcue check` adds."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from repcue.core.errors import ModelError
from repcue.edges.accepted_file import accepted_beside
from repcue.edges.ears.pronunciation import pronunciations_for
from repcue.edges.ears.vosk_ear import VoskDecoder
from repcue.edges.ears.word_sounds import LANGUAGE, WordSounds
from repcue.packs.confusable import Commands, OtherNames
from repcue.packs.heard_apart import Ear, heard_apart, unheard
from repcue.packs.load import PackReading
from repcue.packs.measured import Mistaken, read_mistaken
from repcue.packs.report import Problem
from repcue.packs.schema import Pack
from repcue.packs.sound import SoundPack
from repcue.packs.spoken import Spoken, names_in

MISTAKEN_FILE: Final = "mistaken.en.json"
"""Beside our grammar."""


class NameCheck:
    """Checks packs one after the other; what the ears know is read once. One thread only."""

    def __init__(
        self,
        commands: Sequence[Spoken],
        *,
        measured: Sequence[Mistaken] = (),
        model: Path | None = None,
        model_language: str = "",
        others: Sequence[Pack] = (),
    ) -> None:
        """Read how words sound.

        Args:
            commands: what can be said besides the names of a pack.
            measured: which phrases the bundled ear took for which.
            model: the folder of a Vosk model; None where none is installed.
            model_language: what it hears, like `en`; empty where nobody knows.
            others: the packs that can be used beside those that are checked; one of the same id is the pack itself.
        """
        self._model, self._model_language = model, model_language
        self._vosk: VoskDecoder | None = None
        self._notices: dict[str, None] = {}
        self._sounds: WordSounds | None = WordSounds()
        self._commands, self._others = Commands((), self._sounds.ways), OtherNames(())
        try:
            self._commands = Commands(commands, self._sounds.ways, measured)
            self._others = _names_of_others(others, self._sounds)
        except ModelError as error:
            self._sounds = None
            self._notices[f"Whether names sound alike was not checked. {error}"] = None

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the user: what could not be checked, and why."""
        return tuple(self._notices)

    def problems(self, reading: PackReading, file: Path) -> tuple[Problem, ...]:
        """Return what is not heard apart, and what is not heard at all, in what is sound of a pack.

        Args:
            reading: the pack.
            file: its `pack.yaml`; `accepted.yaml` beside it says what is kept.

        Raises:
            PackError: the list of what is kept cannot be opened.
        """
        return tuple(problem for here in reading.in_languages for problem in self._in_language(here, file))

    def _in_language(self, here: SoundPack, file: Path) -> Iterable[Problem]:
        spoken, ears = here.language.partition("-")[0], []
        if self._model is not None and spoken == self._model_language:
            ears.append(Ear(f"Vosk's model {self._model.name}", self._hears_in_vosk, takes_phones=False))
        if spoken == LANGUAGE and self._sounds is not None:
            sounds = self._sounds.with_words(pronunciations_of(here.pack))
            ears.insert(0, Ear("The bundled ear", lambda word: bool(sounds.ways(word)), takes_phones=True))
            yield from heard_apart(here, self._commands, sounds.ways, accepted_beside(file), ears, others=self._others)
        elif spoken != LANGUAGE:
            self._notices[
                f"Whether names in {here.language!r} sound alike was not checked: "
                "the bundled ear knows how English words sound, and no others."
            ] = None
        yield from unheard(here, ears)

    def _hears_in_vosk(self, word: str) -> bool:
        if self._vosk is None:
            assert self._model is not None
            self._vosk = VoskDecoder(self._model, pronunciations_for(self._model_language))
        return bool(self._vosk.spell(word))

    def close(self) -> None:
        """Give models back. Idempotent."""
        if self._vosk is not None:
            self._vosk.close()
            self._vosk = None


def measured_pairs() -> tuple[Mistaken, ...]:
    """Return which of our phrases the bundled ear was measured to take for which."""
    return read_mistaken((files("repcue") / "grammars" / MISTAKEN_FILE).read_text(encoding="utf-8"))


def _names_of_others(packs: Sequence[Pack], sounds: WordSounds) -> OtherNames:
    heard = [pack for pack in packs if pack.language.partition("-")[0] == LANGUAGE]
    each = ((pack, sounds.with_words(pronunciations_of(pack)).ways) for pack in heard)
    return OtherNames([(name, ways) for pack, ways in each for name in names_in(pack, pack.id)])


def pronunciations_of(pack: Pack) -> dict[str, str]:
    """Return the phones of all words that a pack gives; the first exercise to give a word wins."""
    listed: dict[str, str] = {}
    for exercise in pack.exercises:
        listed = dict(exercise.pronunciations) | listed
    return listed
