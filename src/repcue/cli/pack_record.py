"""`repcue pack record`: a cue in the trainer's own voice, spoken now or taken from a file."""

import argparse
from pathlib import Path

from repcue.core.catalogue import Catalogue
from repcue.core.clip import Samples
from repcue.core.errors import OutputError, PackError, unknown
from repcue.edges.audio_files import read_audio
from repcue.edges.devices import Direction, find_device, list_devices, own_rate
from repcue.edges.home import shipped_folder
from repcue.edges.inside import leads_out
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.pack_files import PACK_FILE, locate_pack
from repcue.edges.pack_lint import recorded_in
from repcue.edges.takes import keep_take, record_take
from repcue.edges.yaml_files import read_text, shown_path, typed_path
from repcue.packs.edited import with_recording
from repcue.packs.lengths import faults
from repcue.packs.load import load_pack
from repcue.packs.nodes import Path as Place
from repcue.packs.schema import Cue, Exercise, Form, Pack


def record(options: argparse.Namespace) -> int:
    """Record a cue, and let the pack say it so."""
    folder = _own_folder(options.folder)
    file = folder / PACK_FILE
    pack = _read(file)
    exercise = Catalogue([pack]).find(options.exercise)
    name, cue = _cue_of(exercise, options.cue)
    form: Form = options.form
    text = cue.text(form)
    if text is None:
        raise PackError(f"The cue {name!r} of {exercise.id!r} has no {form!r}; write its text in the pack first.")
    recording = f"clips/{exercise.id}-{name}-{form}.wav"
    if leads_out(folder / recording, folder):
        shown = shown_path(folder / "clips")
        raise PackError(f"{shown!r} is a link that leads out of the pack; put a folder in its place.")
    samples, rate = read_audio(options.file) if options.file else _spoken(text, options.mic)
    seconds = keep_take(samples, rate, folder / recording, form)
    _put_in(file, _place_of(pack, exercise, cue), form, recording)
    print(f"{shown_path(folder)}/{recording}: {text!r}, {seconds:.2f} s.")
    sound = recorded_in(folder / recording)
    for sentence, hint in faults(recording, sound, form) if sound else ():
        print(f"{sentence} {hint}")
    return 0


def _own_folder(named: Path) -> Path:
    """Return the folder of the pack that a path or a name means; one that ships stays as it is."""
    folder = named if named.is_dir() or (named / PACK_FILE).is_file() else locate_pack(str(named)).parent
    if folder.resolve().is_relative_to(shipped_folder("cue_packs").resolve()):
        name = folder.resolve().name
        raise PackError(
            f"The pack {name!r} ships with RepCue, and an update would take your recording away. "
            f"Copy its folder {shown_path(folder)!r} to my-{name}, write `id: my-{name}` in the copy's {PACK_FILE}, "
            f"record there, and use that in its place: repcue start --pack ./my-{name}"
        )
    return folder


def _read(file: Path) -> Pack:
    """Return the pack; a recording that is not there is no mistake here, where it can be made anew."""
    text, _ = read_text(file, PackError, what="pack", is_of_pack=True)
    pack = load_pack(text, shown_path(file))[0] if text is not None else None
    if pack is None:
        raise PackError(f"The pack has mistakes; `repcue check {typed_path(file.parent)}` tells them.")
    return pack


def _cue_of(exercise: Exercise, wanted: str) -> tuple[str, Cue]:
    cues = exercise.cues_by_id
    for name, cue in cues.items():
        if wanted in {name, cue.focus}:
            return name, cue
    raise PackError(unknown(f"cue of {exercise.id}", wanted, cues))


def _place_of(pack: Pack, exercise: Exercise, cue: Cue) -> Place:
    index = next(index for index, each in enumerate(pack.exercises) if each.id == exercise.id)
    return ("exercises", index, "cues", next(number for number, each in enumerate(exercise.cues) if each is cue))


def _spoken(text: str, wanted: str | None) -> tuple[Samples, int]:
    device = find_device(list_devices(), wanted, Direction.MICROPHONE)
    rate = own_rate(device, Direction.MICROPHONE)
    heard: list[Samples] = []
    microphone = DeviceMicrophone(device, rate, lambda: 0, rate, tap=heard.append)
    try:
        return record_take(microphone, heard, rate, lambda: print(f"Say: {text}", flush=True)), rate
    finally:
        microphone.close()


def _put_in(file: Path, cue: Place, form: Form, recording: str) -> None:
    text = file.read_text(encoding="utf-8")
    try:
        changed = with_recording(text, cue, form, recording)
    except ValueError as error:
        raise PackError(
            f"The recording is there, but {shown_path(file)!r} could not be changed ({error}); "
            f"write `{recording}` beside the cue yourself."
        ) from error
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(changed, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise OutputError(f"{shown_path(file)!r} cannot be written ({error.strerror}).") from error
