"""What is here, what is missing, and the remedy: the thing to paste in a bug report.

`examine` looks at this machine. Each part of it takes what it looks through as an argument, so that a test can show it
another machine. Nothing is opened for sound, and nothing is loaded or changed.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import repcue
from repcue.core.errors import DeviceError, RepcueError, unknown
from repcue.edges import portaudio
from repcue.edges.devices import Device, Direction, find_device, headset_warning, list_devices
from repcue.edges.home import cache_folder, home_folder, models_folders, shipped_folder
from repcue.edges.models import installed_models
from repcue.edges.pack_files import available_packs, read_packs
from repcue.edges.settings_file import read_settings, settings_path
from repcue.edges.voices.open_voice import ListedVoice, list_voices
from repcue.settings import Settings

INSTALL: Final = "Run `make ready` in RepCue's folder (or install the wheel anew)."

PACKAGES: Final = ("numpy", "pydantic", "PyYAML", "rich", "sounddevice", "soundfile", "soxr")
"""Distributions that nothing works without; the ears' and the voices' are looked at apart."""

LEAST_FREE_MEGABYTES: Final = 200
"""Room for the English model (41 MB packed, 68 MB unpacked) beside rendered speech, with as much again to spare."""


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """A session is possible, though not as good as it could be."""

    MISSING = "missing"
    """No live session is possible."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    value: str
    """What was found, in a few words."""

    state: State = State.OK
    remedy: str = ""
    """What to do about it, one sentence; empty when there is nothing to do."""


Version = Callable[[str], str | None]
"""The version of an installed distribution, None when it is not installed."""


def installed_version(distribution: str) -> str | None:
    """Return the version of an installed distribution, None when it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def examine() -> list[Finding]:
    """Return everything there is to say about this machine, the most basic things first."""
    settings, found = settings_findings(read_settings, settings_path())
    return [
        *program_findings(installed_version),
        found,
        *sound_findings(list_devices, portaudio_version, settings),
        *hearing_findings(installed_version, models_folders(), settings.engine),
        *voice_findings(
            installed_version, list_voices([home_folder() / "voices", shipped_folder("voices")]), settings.voice
        ),
        *pack_findings(available_packs(), settings.packs),
        *place_findings({"home folder": home_folder(), "cache": cache_folder()}),
    ]


def is_session_possible(findings: Sequence[Finding]) -> bool:
    """Return whether a live session can be held."""
    return all(finding.state is not State.MISSING for finding in findings)


def program_findings(version_of: Version) -> Iterator[Finding]:
    """Yield the versions of RepCue, Python, the system and the packages that everything needs."""
    yield Finding("repcue", repcue.__version__)
    yield Finding("python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("system", platform.platform())
    versions = {name: version_of(name) for name in PACKAGES}
    yield Finding("packages", _joined(f"{name} {found}" for name, found in versions.items() if found))
    for name, found in versions.items():
        if not found:
            yield Finding(name, "not installed", State.MISSING, INSTALL)


def settings_findings(read: Callable[[], Settings], path: Path) -> tuple[Settings, Finding]:
    """Return the settings and what is to say about them; the defaults stand in for a broken file."""
    try:
        settings = read()
    except RepcueError as error:
        return Settings(), Finding("settings", str(path), State.MISSING, str(error))
    return settings, Finding("settings", str(path) if path.exists() else f"all defaults ({path} does not exist)")


def portaudio_version() -> str:
    """Return PortAudio's version as it names itself.

    Raises:
        DeviceError: the PortAudio library is not installed.
    """
    return str(portaudio.sounddevice().get_portaudio_version()[1])


def sound_findings(
    list_all: Callable[[], Sequence[Device]], library_version: Callable[[], str], settings: Settings
) -> Iterator[Finding]:
    """Yield PortAudio, the microphone and the speaker that a session would take."""
    try:
        devices, library = list_all(), library_version()
    except DeviceError as error:
        yield Finding("PortAudio", "not installed", State.MISSING, str(error))
        return
    yield Finding("PortAudio", f"{library}, {_counted(len(devices), 'device')}")
    for direction, wanted in ((Direction.MICROPHONE, settings.microphone), (Direction.SPEAKER, settings.speaker)):
        yield _device_finding(devices, wanted, direction)


def hearing_findings(version_of: Version, folders: Sequence[Path], engine: str) -> Iterator[Finding]:
    """Yield both ears; one is enough, unless the settings' `engine` asks for the other."""
    vosk, bundled = version_of("vosk"), version_of("pocketsphinx")
    models = [model.folder for model in installed_models(folders)]
    works = bool(vosk and models)
    if works:
        yield Finding("vosk", f"{vosk}, with {_joined(path.name for path in models)} in {models[0].parent}")
    else:
        state = State.WARNING if bundled and engine != "vosk" else State.MISSING
        where = f"Type `repcue models get`, or put a model into {folders[-1]}."
        yield Finding("vosk", f"{vosk}, no model" if vosk else "not installed", state, where if vosk else INSTALL)
    if bundled:
        yield Finding("bundled ear", f"pocketsphinx {bundled}, with its own English model")
    else:
        yield Finding(
            "bundled ear", "not installed", State.WARNING if works and engine != "bundled" else State.MISSING, INSTALL
        )


def voice_findings(version_of: Version, voices: Sequence[ListedVoice], wanted: str) -> Iterator[Finding]:
    """Yield the engines that speak, the voices made of them, and the one that a session would use."""
    engine, library, piper = (version_of(name) for name in ("pyttsx3", "espeakng-loader", "piper-tts"))
    if engine and library:
        yield Finding("speech", f"pyttsx3 {engine}, eSpeak NG from espeakng-loader {library}")
    else:
        yield Finding("speech", "pyttsx3 or espeakng-loader is not installed", State.MISSING, INSTALL)
    yield Finding("Piper", str(piper) if piper else "not installed; a more natural voice, with `make piper`")
    yield Finding("voices", _joined(voice.name for voice in voices) or "none")
    chosen = next((voice for voice in voices if voice.name == wanted), None)
    if chosen is None:
        sentence = unknown("voice", wanted, (voice.name for voice in voices))
        yield Finding("voice in use", wanted, State.MISSING, sentence)
    elif chosen.profile is None:
        yield Finding("voice in use", wanted, State.MISSING, chosen.problem)
    elif chosen.profile.engine == "piper" and not piper:
        yield Finding("voice in use", wanted, State.MISSING, "It needs Piper: run `make piper` in RepCue's folder.")
    else:
        yield Finding("voice in use", wanted)


def pack_findings(available: Mapping[str, Path], wanted: Sequence[str]) -> Iterator[Finding]:
    """Yield the packs that can be named, and what is wrong with those that a session would use."""
    if not available:
        yield Finding("packs", "none", State.MISSING, INSTALL)
        return
    yield Finding("packs", _joined(available))
    try:
        packs = read_packs(wanted, sorted({path.parents[1] for path in available.values()}))
    except RepcueError as error:
        yield Finding("packs in use", _joined(wanted), State.MISSING, str(error))
        return
    exercises = sum(len(pack.exercises) for pack in packs.packs)
    counted = f"{_joined(pack.id for pack in packs.packs)}: {_counted(exercises, 'exercise')}"
    if packs.refused:
        refused = _joined(packs.refused)
        yield Finding("packs in use", counted, State.WARNING, f"Refused: {refused}; `repcue check` says why.")
    else:
        yield Finding("packs in use", counted)


def place_findings(places: Mapping[str, Path]) -> Iterator[Finding]:
    """Yield whether each folder can be written to, or made, and has room."""
    for name, folder in places.items():
        there = next(path for path in (folder, *folder.parents) if path.exists())
        free_megabytes = shutil.disk_usage(there).free // 1_000_000
        if not (there.is_dir() and os.access(there, os.W_OK)):
            remedy = f"Make {there} a folder that you may write to, or set REPCUE_HOME to another."
            yield Finding(name, f"{folder}, not writable", State.MISSING, remedy)
        elif free_megabytes < LEAST_FREE_MEGABYTES:
            remedy = f"Make room for {LEAST_FREE_MEGABYTES} MB, or set REPCUE_HOME to a folder on another disk."
            yield Finding(name, f"{folder}, {free_megabytes} MB free", State.WARNING, remedy)
        else:
            yield Finding(name, str(folder))


def as_text(findings: Sequence[Finding]) -> str:
    """Return the report for people: a line each, the remedy below it, and the verdict last.

    Every line ends in a newline.
    """
    name_width = max((len(finding.name) for finding in findings), default=0)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<8} {finding.name:<{name_width}}  {finding.value}")
        indent = " " * (name_width + 11)
        lines += [indent + line for line in finding.remedy.splitlines()]
    return "\n".join([*lines, "", _verdict(findings), ""])


def as_records(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """Return the report for programs: one flat object per finding, ready for JSON."""
    return [{key: str(value) for key, value in asdict(finding).items()} for finding in findings]


def _verdict(findings: Sequence[Finding]) -> str:
    missing = [finding.name for finding in findings if finding.state is State.MISSING]
    if not missing:
        return "A live session is possible: type `repcue start`."
    sentence = f"No live session is possible; missing or broken: {_joined(missing)}."
    if set(missing) <= {"PortAudio", *Direction}:
        sentence += " `repcue rehearse` works without them."
    return sentence


def _device_finding(devices: Sequence[Device], wanted: str | None, direction: Direction) -> Finding:
    try:
        device = find_device(devices, wanted, direction)
    except DeviceError as error:
        return Finding(direction, "none", State.MISSING, str(error))
    chosen = f"[{device.device_id}] {device.name} ({device.host_api})"
    warning = headset_warning(device) if direction is Direction.MICROPHONE else None
    return Finding(direction, chosen, State.WARNING if warning else State.OK, warning or "")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _joined(names: Iterator[str] | Sequence[str] | Mapping[str, object]) -> str:
    return ", ".join(names)
