"""Everything a session needs before it begins: settings, packs, plan, grammar, voice and clips, ear."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from repcue import __version__
from repcue.core.catalogue import Catalogue
from repcue.core.errors import ModelError, unknown
from repcue.core.experience import Experience
from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.sayable import Sayable, sayable
from repcue.core.session_state import Session
from repcue.core.vocabulary import first_texts, later_texts
from repcue.dsp.level import LevelGuess
from repcue.edges.clip_bank import ClipBank
from repcue.edges.ears.open_ear import ENGINES, OpenedEar, open_ear
from repcue.edges.home import cache_folder, home_folder, models_folders, shipped_folder
from repcue.edges.pack_files import ReadPacks, read_packs
from repcue.edges.plan_file import read_plan
from repcue.edges.settings_file import read_settings
from repcue.edges.voices.open_voice import open_voice, voice_of_language
from repcue.packs.report import report
from repcue.settings import Settings

Progress = Callable[[int, int], None]
"""Told how many clips are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for; None leaves it to the settings."""

    packs: tuple[str, ...] | None = None
    plan: Path | None = None
    engine: str | None = None
    model: str | None = None
    voice: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session that is ready to be wired."""

    settings: Settings
    packs: ReadPacks
    catalogue: Catalogue
    grammar: Grammar
    session: Session
    voice: str
    notices: tuple[str, ...]
    """Sentences for the user: what was left out, and why."""


def prepare(wanted: Wanted) -> Prepared:
    """Return what a session is made of, without opening devices, models or voices.

    Raises:
        RepcueError: something that was asked for is unknown or broken.
    """
    settings = with_wanted(read_settings(), wanted)
    read = read_packs(settings.packs, language=settings.language)
    catalogue = Catalogue(read.packs)
    plan = read_plan(wanted.plan, catalogue).exercises if wanted.plan else ()
    notices = (*((report(read.problems, what="pack"),) if read.problems else ()), *read.notices)
    session = Session(
        catalogue=catalogue,
        plan=plan,
        goal=settings.goal,
        usual_goal=settings.goal,
        level=settings.level,
        focus_choice=settings.focus,
        cue_frequency=settings.cue_frequency,
        volume_db=settings.volume_db,
        explosive_seconds=settings.explosive_seconds,
        usual_rest_seconds=settings.rest_seconds,
    )
    grammar = grammar_for(sayable(catalogue))
    return Prepared(settings, read, catalogue, grammar, session, settings.voice, notices)


def remembering(prepared: Prepared, known: Mapping[str, Experience]) -> Prepared:
    """Return the session with what earlier ones tell, by the exercise's id."""
    return replace(prepared, session=replace(prepared.session, known=known))


def with_wanted(settings: Settings, wanted: Wanted) -> Settings:
    """Return the settings with what the command line asks for put over them."""
    changes = {
        key: value
        for key, value in (
            ("packs", wanted.packs),
            ("engine", wanted.engine),
            ("model", wanted.model),
            ("voice", wanted.voice),
            ("language", wanted.language),
        )
        if value is not None
    }
    return settings.model_copy(update=changes)


def grammar_for(said: Sayable) -> Grammar:
    """Return our own grammar with what packs add to it."""
    return our_grammar(said.names, said.places, said.muscles)


def our_grammar(aliases: Mapping[str, str], places: Iterable[str] = (), muscles: Iterable[str] = ()) -> Grammar:
    """Return our own grammar, filled from the packs in use.

    Args:
        aliases: what one can say to pick an exercise, with its id.
        places: where packs say that an exercise is felt wrongly, beside those that everybody can say.
        muscles: those that packs have cues or drills for, beside those that everybody can say.
    """
    file = files("repcue") / "grammars" / "en.yaml"
    lists = {"exercise": aliases, "place": {each: each for each in places}, "muscle": {each: each for each in muscles}}
    return load_grammar(file.read_text(encoding="utf-8"), source=file.name, lists=lists)


def check_choices(prepared: Prepared) -> None:
    """Make sure that engine, model and voice are there, before anything is opened, loaded or rendered.

    Raises:
        ModelError: the engine or model is unknown.
        VoiceError: the voice is unknown or its profile broken.
    """
    engine = prepared.settings.engine
    if engine not in ENGINES:
        raise ModelError(unknown("engine", engine, ENGINES))
    _model(prepared)
    open_voice(prepared.voice, voice_folders())


def prepare_ear(prepared: Prepared, guess: LevelGuess | None = None) -> OpenedEar:
    """Return the ear that the settings ask for, listening.

    Args:
        prepared: the session.
        guess: how loud noise and speech were here before.

    Raises:
        ModelError: the engine or model is unknown or broken.
    """
    settings, pronunciations = prepared.settings, prepared.catalogue.pronunciations()
    return open_ear(settings.engine, _model(prepared), prepared.grammar, pronunciations, guess=guess)


def _model(prepared: Prepared) -> Path | None:
    from repcue.edges.models import model_in_use

    settings = prepared.settings
    return model_in_use(settings.model, folders=models_folders(), home=home_folder(), engine=settings.engine)


def voice_folders() -> list[Path]:
    """Return where voices are looked for: the user's own first."""
    return [home_folder() / "voices", shipped_folder("voices")]


def open_clips(voice: str, sample_rate: int) -> ClipBank:
    """Return a voice's clips, none rendered or read yet.

    Raises:
        VoiceError: the voice is unknown or its profile broken.
    """
    return ClipBank(open_voice(voice, voice_folders()), cache_folder() / "clips", sample_rate)


def say_in_languages(bank: ClipBank, languages: Mapping[str, str]) -> None:
    """Let each line be said by a voice of its language.

    Args:
        bank: where clips are made.
        languages: of lines that are not in the coach's own, by the line.
    """
    for language in sorted(set(languages.values())):
        bank.let_say(voice_of_language(language), [line for line, spoken in languages.items() if spoken == language])


def prepare_clips(
    prepared: Prepared, sample_rate: int, progress: Progress | None = None, *, everything: bool = False
) -> ClipBank:
    """Return every clip that a session needs to begin, rendered or taken from the cache; others when asked for.

    Args:
        prepared: the session.
        sample_rate: frames per second of the output.
        progress: told how many clips are done.
        everything: render all that the session can say.

    Raises:
        VoiceError: the voice is unknown or its engine failed.
    """
    bank = open_clips(prepared.voice, sample_rate)
    say_in_languages(bank, prepared.packs.languages)
    for (text, recording), path in prepared.packs.recordings.items():
        bank.add_recording(text, f"recording.{path.stem}", path, recording)
    bank.prepare(first_texts(prepared.catalogue), progress)
    groups = later_texts(prepared.catalogue)
    if everything:
        bank.prepare((text for group in groups for text in group), progress)
    bank.offer(groups)
    return bank


def opened_record(prepared: Prepared, sample_rate: int, engine: str, model: str | None) -> dict[str, object]:
    """Return the first line of the event log."""
    return {
        "kind": "opened",
        "sample_rate": sample_rate,
        "engine": engine,
        "model": model,
        "voice": prepared.voice,
        "packs": [pack.id for pack in prepared.packs.packs],
        "version": __version__,
    }
