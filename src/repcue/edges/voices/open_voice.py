"""From a voice's name to its renderer.

A voice is `<name>.yaml` in one of the folders, or a folder `<name>` of recordings, with a `voice.yaml` in it if it
wants another fallback or gain. The first folder that has the name wins, and there the file before the folder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repcue.core.errors import VoiceError, unknown
from repcue.edges.voices.piper_voice import PiperVoice
from repcue.edges.voices.profile import VoiceProfile, read_profile
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.edges.voices.recordings import RecordedVoice, recordings_in
from repcue.ports import VoiceRenderer

FOREIGN_RATE: Final = 175
"""Words per minute of the voices of other languages; eSpeak NG's own."""

_PROFILE_IN_FOLDER: Final = "voice.yaml"


@dataclass(frozen=True, slots=True)
class ListedVoice:
    """A voice that one can choose, or why one cannot."""

    name: str
    path: Path
    """Its profile, or its folder."""

    profile: VoiceProfile | None
    problem: str = ""
    """The report of what is wrong with the profile; empty when nothing is."""


def list_voices(folders: Sequence[Path]) -> tuple[ListedVoice, ...]:
    """Return every voice of the folders by name, each once; a broken profile is listed with its problem."""
    listed = []
    for name, path in sorted(_paths(folders).items()):
        try:
            listed.append(ListedVoice(name, path, _profile_of(path)))
        except VoiceError as error:
            listed.append(ListedVoice(name, path, None, str(error)))
    return tuple(listed)


def open_voice(name: str, folders: Sequence[Path]) -> VoiceRenderer:
    """Return the renderer of a voice; nothing is started or loaded yet.

    Args:
        name: as `list_voices` gives it.
        folders: where profiles and recordings lie, the first match wins; they need not exist.

    Raises:
        VoiceError: there is no such voice, or its profile holds mistakes.
    """
    path = _path_of(name, folders)
    profile = _profile_of(path)
    if profile.engine == "pyttsx3":
        return _by_pyttsx3(profile)
    if profile.engine == "piper":
        return PiperVoice(profile.voice, profile.rate, gain_db=profile.gain_db)
    fallback = _profile_of(_path_of(profile.fallback, folders))
    if fallback.engine == "recordings":
        raise VoiceError(
            f"The voice {name!r} falls back on {profile.fallback!r}, which is recordings too; "
            f"set its fallback to a voice that can say anything."
        )
    folder = path if path.is_dir() else path.with_suffix("")
    return RecordedVoice(folder, open_voice(profile.fallback, folders), gain_db=profile.gain_db)


def voice_of_language(language: str) -> VoiceRenderer:
    """Return eSpeak NG's voice of a language; a country's way of speaking is not told apart.

    Args:
        language: `de` or `de-AT`; whether there is a voice for it shows when it is to speak.
    """
    return Pyttsx3Voice(language.partition("-")[0].lower(), FOREIGN_RATE)


def _by_pyttsx3(profile: VoiceProfile) -> Pyttsx3Voice:
    return Pyttsx3Voice(
        profile.voice or "en-us",
        profile.rate,
        pitch=profile.pitch,
        driver=profile.driver,
        gain_db=profile.gain_db,
    )


def _path_of(name: str, folders: Sequence[Path]) -> Path:
    paths = _paths(folders)
    if name not in paths:
        raise VoiceError(unknown("voice", name, paths))
    return paths[name]


def _paths(folders: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            found.setdefault(path.stem, path)
        for path in sorted(folder.glob("*/")):
            if path.is_dir() and ((path / _PROFILE_IN_FOLDER).is_file() or recordings_in(path)):
                found.setdefault(path.name, path)
    return found


def _profile_of(path: Path) -> VoiceProfile:
    if not path.is_dir():
        return read_profile(path)
    if (path / _PROFILE_IN_FOLDER).is_file():
        return read_profile(path / _PROFILE_IN_FOLDER)
    return VoiceProfile(engine="recordings", description=f"Recordings in {path.name}", licence="not stated")
