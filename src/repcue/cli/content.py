"""`repcue voices`, `models`, `devices` and `doctor`: what is here, and getting what is not."""

import argparse
import json
import sys
from dataclasses import asdict

from repcue import doctor as examination
from repcue.cli.progress import SlowProgress
from repcue.core.clip import Clip
from repcue.core.errors import VoiceError
from repcue.core.messages import Group, Play, PlayClass
from repcue.core.mixer import Mixer
from repcue.edges import models
from repcue.edges.audio_files import WavWriter
from repcue.edges.clock import wait
from repcue.edges.devices import Direction, find_device, own_rate
from repcue.edges.devices import list_devices as all_devices
from repcue.edges.home import home_folder, models_folders, shipped_folder
from repcue.edges.speaker import DeviceSpeaker
from repcue.edges.voices.open_voice import list_voices, open_voice
from repcue.prepare import Wanted, open_clips, prepare, prepare_clips, voice_folders
from repcue.rehearse import OUTPUT_RATE


def devices(options: argparse.Namespace) -> int:
    """List microphones and speakers."""
    found = all_devices()
    if options.json:
        print(json.dumps([asdict(device) for device in found], ensure_ascii=False, indent=1))
        return 0
    if not found:
        print("No microphone or speaker was found.")
        return 0
    print("Number  Name, system                              in  out  Hz      default for")
    for device in found:
        roles = [
            name
            for name, is_default in (("microphone", device.is_default_input), ("speaker", device.is_default_output))
            if is_default
        ]
        name = f"{device.name}, {device.host_api}"
        counts = f"{device.input_channels:>3} {device.output_channels:>4}"
        rate = f"{device.default_sample_rate:<7} {', '.join(roles)}"
        print(f"{device.device_id:>6}  {name:<40} {counts}  {rate}".rstrip())
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Say what is here and what is missing."""
    findings = examination.examine()
    if options.json:
        print(json.dumps(examination.as_records(findings), ensure_ascii=False, indent=1))
    else:
        print(examination.as_text(findings), end="")
    return 0 if examination.is_session_possible(findings) else 1


def list_models(_: argparse.Namespace) -> int:
    """List the models that are known and installed."""
    folders = models_folders()
    installed = {model.name: model.folder for model in models.installed_models(folders)}
    used = models.model_in_use(None, folders=folders, home=home_folder(), engine="auto")
    for model in models.known_models(shipped_folder("models") / "manifest.yaml"):
        size = f"{model.size_bytes / 1e6:.0f} MB"
        where = str(installed.pop(model.name, "")) or "not installed; `repcue models get`"
        print(f"{model.name}  {model.engine}, {model.language}, {size}, {model.licence}: {where}")
    for name, folder in installed.items():
        print(f"{name}  vosk: {folder}")
    print(f"In use: {used or 'none; the bundled ear hears without one'}.")
    return 0


def get_model(options: argparse.Namespace) -> int:
    """Download a model, verified before use."""
    model = models.find_known(options.name, models.known_models(shipped_folder("models") / "manifest.yaml"))
    installed = {each.name: each.folder for each in models.installed_models(models_folders())}
    if model.name in installed:
        print(f"{model.name} is installed in {installed[model.name]}.")
        return 0
    with SlowProgress(f"Getting {model.name}") as bar:
        folder = models.get_model(model, home_folder() / "models", bar)
    print(f"{model.name} is installed in {folder}.")
    return 0


def use_model(options: argparse.Namespace) -> int:
    """Use a model from now on."""
    folder = models.use_model(options.name, folders=models_folders(), home=home_folder())
    print(f"RepCue hears with {folder.name} from now on.")
    return 0


def list_voices_command(_: argparse.Namespace) -> int:
    """List the voices there are."""
    for voice in list_voices(voice_folders()):
        what = f"{voice.profile.engine}: {voice.profile.description}" if voice.profile else voice.problem
        print(f"{voice.name:<12} {what}")
    return 0


def try_voice(options: argparse.Namespace) -> int:
    """Say something with a voice, or write it to a file."""
    text = " ".join(options.text)
    if options.out is not None:
        with WavWriter(options.out, OUTPUT_RATE) as wav:
            wav.write(_spoken(options.name, text, OUTPUT_RATE).samples)
        return 0
    open_voice(options.name, voice_folders())  # an unknown name is told before a missing speaker
    speaker = find_device(all_devices(), options.speaker, Direction.SPEAKER)
    sample_rate = own_rate(speaker, Direction.SPEAKER)
    clip = _spoken(options.name, text, sample_rate)
    mixer = Mixer(sample_rate)
    # A quarter of a second of stream first: earbuds swallow the start.
    mixer.post(Play(1, clip, PlayClass.REPLY, Group.REPLY, sample_rate // 4, sample_rate // 4))
    device = DeviceSpeaker(mixer.render_into, speaker, sample_rate)
    try:
        while mixer.frame < sample_rate // 4 + clip.frames:
            wait(0.05)
    finally:
        device.close()
    return 0


def _spoken(voice: str, text: str, sample_rate: int) -> Clip:
    bank = open_clips(voice, sample_rate)
    bank.prepare([text])
    clip = bank.speech(text)
    if clip is None:
        raise VoiceError(f"The voice {voice!r} has no sound for {text!r}; try other words.")
    for problem in bank.problems:
        print(problem, file=sys.stderr)
    return clip


def render_voice(options: argparse.Namespace) -> int:
    """Render all that a session can say, so that the first set need not wait."""
    packs = tuple(options.pack) if options.pack else None
    prepared = prepare(Wanted(packs=packs, voice=options.name))
    with SlowProgress("Rendering speech") as rendering:
        bank = prepare_clips(prepared, OUTPUT_RATE, rendering, everything=True)
    for problem in bank.problems:
        print(problem)
    print(f"Everything a session can say is rendered with the voice {prepared.voice!r}.")
    return 0
