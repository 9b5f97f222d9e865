"""The ear for this machine: Vosk where its model is installed, else the bundled one.

Libraries are loaded here and not before, so everything else starts fast and works without them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from repcue.core.errors import ModelError, unknown
from repcue.core.grammar_graph import WordGraph
from repcue.core.sound_alike import SoundAlikes
from repcue.dsp.level import LevelGuess
from repcue.edges.ears.agreed import Agreed, ways_in
from repcue.edges.ears.certainty import Certainty, Referee, read_weights, weights_for
from repcue.edges.ears.decoder import Decoder, EarWords, Phrasebook, Scorer, Spell
from repcue.edges.ears.front import Front, SuppressingFront, open_front
from repcue.edges.ears.learning_ear import LearningEar
from repcue.edges.ears.listener import Listener
from repcue.edges.ears.listener_settings import ListenerSettings
from repcue.edges.ears.pronunciation import Pronunciations, pronunciations_for

ENGINES: Final = ("auto", "vosk", "bundled")
"""What `--engine` takes."""

_VOSK_STEP_SECONDS: Final = 0.10
"""Vosk's network advances by 0.2 s; asking oftener costs and tells nothing."""


class GrammarForEars(Phrasebook, Protocol):
    """What `core.grammar.Grammar` offers to an ear that is being opened."""

    @property
    def language(self) -> str:
        """`en`."""
        ...

    def to_word_graph(self, spell: Spell) -> WordGraph:
        """Return the grammar as the smallest graph of words."""
        ...

    def sentences(self, spell: Spell) -> list[str]:
        """Return sentences that have every pair of neighbouring words."""
        ...

    def with_spellings(self, spellings: Mapping[str, Sequence[Sequence[str]]]) -> "GrammarForEars":
        """Return the same grammar that also reads words as a recogniser writes them."""
        ...

    def respell(self, text: str) -> str:
        """Return a text as the grammar spells it."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class OpenedEar:
    """An ear, and why it is this one."""

    ear: LearningEar
    because: str
    """One sentence for the user."""


def open_ear(
    engine: str,
    model: Path | None,
    grammar: GrammarForEars,
    pronunciations: Mapping[str, str] | None = None,
    *,
    settings: ListenerSettings | None = None,
    guess: LevelGuess | None = None,
) -> OpenedEar:
    """Return the ear that was asked for, ready to listen, with a sentence that says which one and why.

    Args:
        engine: `auto`, `vosk` or `bundled`. `auto` takes Vosk where there is a model; should that prove broken, it
            says so and takes the bundled ear.
        model: the folder of an unpacked Vosk model; None where none is installed.
        grammar: what can be said.
        pronunciations: how words of packs sound, as phonemes of the CMU dictionary: `{"rdl": "AA R D IY EH L"}`.
        settings: how long to wait; by default what suits the engine.
        guess: how loud noise and speech were here before; levels begin there.

    Raises:
        ModelError: the engine is unknown, it has no model, or the model is broken.
    """
    if engine not in ENGINES:
        raise ModelError(unknown("engine", engine, ENGINES))
    sounds = pronunciations_for(grammar.language).with_words(pronunciations or {})
    if engine == "bundled" or (engine == "auto" and model is None):
        why = "as asked" if engine == "bundled" else "because no Vosk model is installed (`repcue models get`)"
        return _opened_bundled(grammar, sounds, settings, guess, f"Hearing with the bundled ear, {why}.")
    if model is None:
        raise ModelError("No Vosk model is installed. Type `repcue models get`, or use `--engine bundled`.")
    try:
        ear = _vosk(model, grammar, sounds, settings, guess)
        return OpenedEar(ear, f"Hearing with Vosk and the model {model.name}.")
    except ModelError as error:
        if engine == "vosk":
            raise
        return _opened_bundled(grammar, sounds, settings, guess, f"Hearing with the bundled ear: {error}")


def _opened_bundled(
    grammar: GrammarForEars,
    sounds: Pronunciations,
    settings: ListenerSettings | None,
    guess: LevelGuess | None,
    because: str,
) -> OpenedEar:
    referee, missing = _referee()
    with_referee, alone = read_weights(weights_for("bundled"))

    def certainty(phrasebook: Phrasebook, alikes: SoundAlikes) -> Certainty:
        return Certainty(with_referee, alone, phrasebook, alikes, referee)

    ear, noisy = bundled_ear(grammar, sounds, certainty, settings=settings, guess=guess)
    return OpenedEar(ear, because + missing + noisy)


def bundled_ear(
    grammar: GrammarForEars,
    sounds: Pronunciations,
    certainty: Callable[[Phrasebook, SoundAlikes], Scorer],
    *,
    settings: ListenerSettings | None = None,
    guess: LevelGuess | None = None,
) -> tuple[LearningEar, str]:
    """Return PocketSphinx behind its front, and what the user should know where noise cannot be suppressed.

    Args:
        grammar: what can be said.
        sounds: how words sound.
        certainty: makes what scores the phrases of a grammar, given which of them sound alike.
        settings: how long to wait.
        guess: how loud noise and speech were here before.

    Raises:
        ModelError: PocketSphinx or its model is missing or broken.
    """
    from repcue.edges.ears.sphinx import SphinxDecoder

    decoder = SphinxDecoder(sounds)

    def teach(grammar: GrammarForEars, pronunciations: Mapping[str, str]) -> EarWords:
        unhearable = decoder.learn(grammar.words, sounds.with_words(pronunciations))
        graph = grammar.to_word_graph(decoder.spell)
        scorer = certainty(grammar, SoundAlikes(graph, decoder.phonemes_of))
        decoder.set_grammar(graph)
        return EarWords(grammar, grammar.respell, unhearable, scorer)

    words = teach(grammar, {})
    front, noisy = open_front(partial(SuppressingFront, guess=guess))
    return LearningEar(_listener(decoder, words, settings, front), teach), noisy


def _referee() -> tuple[Referee | None, str]:
    """Return the referee; where it cannot be had, what the user should know of that."""
    from repcue.edges.ears.whisper import WhisperReferee

    try:
        return WhisperReferee(), ""
    except ModelError as error:
        return None, f" Other people's talk may be taken for commands: {error}"


def _vosk(
    folder: Path,
    grammar: GrammarForEars,
    sounds: Pronunciations,
    settings: ListenerSettings | None,
    guess: LevelGuess | None,
) -> LearningEar:
    from repcue.edges.ears.vosk_ear import VoskDecoder

    decoder = VoskDecoder(folder, sounds)
    ways_of = ways_in(grammar.language)

    def teach(grammar: GrammarForEars, pronunciations: Mapping[str, str]) -> EarWords:
        more = sounds.with_words(pronunciations)
        decoder.pronounce(more)
        spellings = decoder.spellings_of(grammar.words)
        reading = grammar.with_spellings({word: ways for word, ways in spellings.items() if ways})
        unhearable = tuple(word for word, ways in spellings.items() if not ways)
        decoder.set_grammar(grammar.sentences(decoder.spell))
        return EarWords(reading, reading.respell, unhearable, Agreed(ways_of(more)))

    try:
        words = teach(grammar, {})
    except ModelError:
        decoder.close()
        raise
    front, _ = open_front(partial(SuppressingFront, gives_untouched=True, guess=guess))
    return LearningEar(
        _listener(decoder, words, settings or ListenerSettings(step_seconds=_VOSK_STEP_SECONDS), front), teach
    )


def _listener(decoder: Decoder, words: EarWords, settings: ListenerSettings | None, front: Front) -> Listener:
    return Listener(
        decoder,
        words.phrasebook,
        settings=settings,
        respell=words.respell,
        unhearable=words.unhearable,
        front=front,
        certainty=words.certainty,
    )
