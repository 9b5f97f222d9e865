"""What can be typed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from repcue import __version__
from repcue.cli.commands import CLIP_KINDS, ENGINES, STATES, Parser, add_language
from repcue.cli.commands import command_of as _command
from repcue.cli.commands import later as _later
from repcue.cli.commands import number_in as _number
from repcue.cli.commands import whole_number as _whole_number
from repcue.cli.pack_commands import add_packs
from repcue.cli.preview_command import add_preview
from repcue.cli.why_command import add_why
from repcue.rehearsal_defaults import DEFAULT_TAIL_SECONDS

if TYPE_CHECKING:
    from repcue.cli.commands import Subparsers


def parser() -> Parser:
    """Return the parser of the whole command line."""
    root = Parser(
        prog="repcue", description="A hands-free lifting coach: hears you, paces every repetition, speaks the cue."
    )
    root.add_argument("--version", action="version", version=f"repcue {__version__}")
    commands = root.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_start(commands)
    _add_tune_in(commands)
    _add_rehearse(commands)
    _add_say(commands)
    add_why(commands)
    add_preview(commands)
    _add_check(commands)
    add_packs(commands)
    _add_phrases(commands)
    _add_models(commands)
    _add_voices(commands)
    _add_devices(commands)
    _add_doctor(commands)
    _add_bench(commands)
    return root


def _add_session_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--plan", type=Path, metavar="FILE", help="exercises in their order (examples/plan.yaml)")
    command.add_argument(
        "--pack",
        nargs="+",
        action="extend",
        metavar="NAME",
        help="cue packs to use, by name or path (default: essentials)",
    )
    command.add_argument(
        "--engine",
        choices=ENGINES,
        metavar="NAME",
        help="auto, vosk or bundled (default: auto, Vosk where its model is installed)",
    )
    command.add_argument("--model", metavar="PATH", help="folder of a Vosk model, or the name of an installed one")
    command.add_argument("--voice", metavar="NAME", help="the coach's voice (default: coach; see `repcue voices list`)")
    add_language(command)
    command.add_argument("--events", type=Path, metavar="FILE", help="write the event log there, as JSON lines")


def _add_start(commands: "Subparsers") -> None:
    does = "Hold a live session; without microphone or speaker, rehearse the demo instead."
    command = _command(commands, "start", does, _later("start", "start"))
    _add_session_options(command)
    command.add_argument("--mic", metavar="NAME|ID", help="microphone by number or part of its name")
    command.add_argument("--speaker", metavar="NAME|ID", help="speaker by number or part of its name")
    command.add_argument(
        "--record", type=Path, metavar="DIR", help="keep what was heard and played, as WAV files there"
    )
    command.add_argument("--plain", action="store_true", help="lines instead of the screen, for logs")


def _add_tune_in(commands: "Subparsers") -> None:
    does = "Check noise, echo and three commands on your devices, in half a minute; `start` goes by what it finds."
    command = _command(commands, "tune-in", does, _later("tuning", "tune_in"))
    command.add_argument("--mic", metavar="NAME|ID", help="microphone by number or part of its name")
    command.add_argument("--speaker", metavar="NAME|ID", help="speaker by number or part of its name")
    command.add_argument("--voice", metavar="NAME", help="who asks (default: coach; see `repcue voices list`)")
    command.add_argument("--engine", choices=ENGINES, metavar="NAME", help="auto, vosk or bundled (default: auto)")
    command.add_argument("--model", metavar="PATH", help="folder of a Vosk model, or the name of an installed one")
    command.add_argument("--json", action="store_true", help="as JSON; the prompts go to standard error")


def _add_rehearse(commands: "Subparsers") -> None:
    does = "Rehearse a session without devices, faster than real time."
    command = _command(commands, "rehearse", does, _later("rehearsing", "rehearse_command"))
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--script", type=Path, metavar="FILE", help="lines `SECONDS phrase`, spoken by another voice")
    source.add_argument("--mic", type=Path, metavar="FILE", help="what the microphone hears, as a sound file")
    _add_session_options(command)
    command.add_argument("--out", type=Path, metavar="FILE", help="write what is played there, as a WAV")
    command.add_argument("--words", action="store_true", help="hand the script's words past the recogniser")
    command.add_argument(
        "--history",
        type=Path,
        metavar="FILE",
        help="begin with what this history knows, and add to it (default: an empty one that is forgotten)",
    )
    command.add_argument(
        "--tail",
        type=_number(0, 86_400, "seconds"),
        metavar="SECONDS",
        default=DEFAULT_TAIL_SECONDS,
        help="how long to go on after the last line, 0 to 86400 (default: %(default)s)",
    )
    command.add_argument(
        "--seed", type=_whole_number, default=0, metavar="N", help="where noise begins (default: %(default)s)"
    )
    _add_room_options(command)


def _add_room_options(command: argparse.ArgumentParser) -> None:
    echo_gain_db, ratio_db = _number(-120, 40, "decibels"), _number(-60, 120, "decibels")
    command.add_argument("--echo", type=Path, metavar="RIR", help="a room's impulse response: feed the coach back")
    command.add_argument(
        "--echo-gain-db", type=echo_gain_db, default=0.0, metavar="G", help="level of the echo, -120 to 40 (default: 0)"
    )
    command.add_argument(
        "--echo-delay-ms",
        type=_number(0, 2000, "milliseconds"),
        default=0.0,
        metavar="D",
        help="its extra delay, 0 to 2000 (default: 0)",
    )
    for name, what in (("noise", "noise"), ("music", "music")):
        option = "--snr" if name == "noise" else "--music-snr"
        command.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"{what} in the room")
        command.add_argument(
            option, type=ratio_db, default=10.0, metavar="DB", help=f"speech over {what}, peak (default: 10)"
        )


def _add_say(commands: "Subparsers") -> None:
    command = _command(commands, "say", "Tell what a phrase would do.", _later("asking", "say"))
    command.add_argument("phrase", nargs="+", metavar="PHRASE")
    command.add_argument(
        "--state", choices=STATES, metavar="STATE", help="in which state of the session (default: ready)"
    )
    command.add_argument(
        "--pack", nargs="+", action="extend", metavar="NAME", help="cue packs to use (default: essentials)"
    )
    command.add_argument("--json", action="store_true", help="as JSON")


def _add_check(commands: "Subparsers") -> None:
    does = "Check cue packs and plans: every problem with its place; exit code 1 if there is any that must be mended."
    command = _command(commands, "check", does, _later("checking", "check"))
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a pack's folder, its file, or a plan")
    command.add_argument("--quick", action="store_true", help="only mistakes, nothing about wording and lengths")
    command.add_argument("--voice", metavar="NAME", help="the voice that says the cues (default: that of the settings)")


def _add_phrases(commands: "Subparsers") -> None:
    command = _command(commands, "phrases", "List everything one can say, by state.", _later("asking", "phrases"))
    command.add_argument(
        "--pack", nargs="+", action="extend", metavar="NAME", help="cue packs to use (default: essentials)"
    )
    command.add_argument("--json", action="store_true", help="as JSON")


def _add_models(commands: "Subparsers") -> None:
    command = commands.add_parser("models", help="List, get and choose speech models.")
    actions = command.add_subparsers(title="actions", required=True, metavar="ACTION")
    _command(actions, "list", "List the models that are known and installed.", _later("content", "list_models"))
    get = _command(actions, "get", "Download a model, verified before use.", _later("content", "get_model"))
    get.add_argument("name", nargs="?", metavar="NAME", help="which (default: the small English one)")
    use = _command(actions, "use", "Use this model from now on.", _later("content", "use_model"))
    use.add_argument("name", metavar="NAME")


def _add_voices(commands: "Subparsers") -> None:
    command = commands.add_parser("voices", help="List, try and render voices.")
    actions = command.add_subparsers(title="actions", required=True, metavar="ACTION")
    _command(actions, "list", "List the voices there are.", _later("content", "list_voices_command"))
    attempt = _command(actions, "try", "Say something with a voice.", _later("content", "try_voice"))
    attempt.add_argument("name", metavar="NAME")
    attempt.add_argument("text", nargs="*", default=["Squeeze", "your", "chest"], metavar="TEXT")
    attempt.add_argument("--out", type=Path, metavar="FILE", help="write a WAV instead of playing it")
    attempt.add_argument("--speaker", metavar="NAME|ID", help="speaker by number or part of its name")
    render = _command(actions, "render", "Render all a session can say.", _later("content", "render_voice"))
    render.add_argument("name", nargs="?", default=None, metavar="NAME")
    render.add_argument(
        "--pack", nargs="+", action="extend", metavar="NAME", help="cue packs to use (default: essentials)"
    )


def _add_devices(commands: "Subparsers") -> None:
    command = _command(commands, "devices", "List microphones and speakers.", _later("content", "devices"))
    command.add_argument("--json", action="store_true", help="as JSON")


def _add_doctor(commands: "Subparsers") -> None:
    command = _command(commands, "doctor", "Say what is here and what is missing.", _later("content", "doctor"))
    command.add_argument("--json", action="store_true", help="as JSON")


def _add_bench(commands: "Subparsers") -> None:
    command = commands.add_parser("bench", help="Measure this machine.")
    actions = command.add_subparsers(title="benchmarks", required=True, metavar="BENCHMARK")
    for name, does in (
        ("timing", "Measure how exactly ticks come, and how soon a stop is silence."),
        ("cost", "Measure the time, processor and memory that a session takes."),
    ):
        bench = _command(actions, name, does, _later("benches", name))
        bench.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
        bench.add_argument("--engine", choices=ENGINES, metavar="NAME", help="auto, vosk or bundled (default: auto)")
        bench.add_argument("--model", metavar="PATH", help="folder of a Vosk model")
    _add_hearing_bench(actions)
    _add_echo_bench(actions)


def _add_echo_bench(actions: "Subparsers") -> None:
    does = "Measure how well the ear hears through the coach's own sound, and whether the coach commands itself."
    command = _command(actions, "echo", does, _later("echo_bench", "echo"))
    command.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    command.add_argument("--engine", choices=ENGINES, metavar="NAME", help="auto, vosk or bundled (default: auto)")
    command.add_argument("--model", metavar="PATH", help="folder of a Vosk model")
    command.add_argument(
        "--room", type=Path, nargs="+", action="extend", metavar="RIR", help="impulse responses (default: modelled)"
    )
    command.add_argument(
        "--level", default="10", metavar="DB,DB", help="user below the echo, -40 to 40 (default: %(default)s)"
    )
    command.add_argument(
        "--drift", default="0,100,-100", metavar="PPM,PPM", help="of the first room's clocks (default: %(default)s)"
    )
    command.add_argument("--clips", type=Path, metavar="MANIFEST", help="commands as CSV: file, kind, text")
    command.add_argument("--limit", type=int, metavar="N", help="at most so many commands")
    command.add_argument(
        "--minutes",
        type=_number(0, 600, "minutes"),
        default=30.0,
        metavar="M",
        help="how long the coach is alone with its echo, 0 to 600 (default: %(default)g)",
    )
    command.add_argument("--bare", action="store_true", help="try the ear without a canceller, too")
    command.add_argument("--seed", type=int, default=0, metavar="N", help="order and gaps (default: 0)")


def _add_hearing_bench(actions: "Subparsers") -> None:
    does = "Measure how well the ear hears labelled clips, streamed, in quiet and in noise."
    command = _command(actions, "hearing", does, _later("hearing_bench", "hearing"))
    command.add_argument("--clips", type=Path, required=True, metavar="MANIFEST", help="CSV: file, kind, text")
    command.add_argument("--grammar", type=Path, metavar="FILE", help="what can be said (default: ours)")
    command.add_argument("--json", type=Path, metavar="FILE", help="write the figures and every decision there")
    command.add_argument("--plot", type=Path, metavar="FILE", help="draw them into a PNG (needs matplotlib)")
    command.add_argument("--engine", choices=ENGINES, metavar="NAME", help="auto, vosk or bundled (default: auto)")
    command.add_argument("--model", metavar="PATH", help="folder of a Vosk model")
    command.add_argument(
        "--kind", nargs="+", choices=CLIP_KINDS, metavar="KIND", help="only: command, order, word, other_speech"
    )
    command.add_argument("--limit", type=int, metavar="N", help="at most so many clips of each kind, drawn at random")
    command.add_argument("--noise", type=Path, nargs="+", metavar="FILE", help="noise or music in the room")
    command.add_argument("--snr", metavar="DB,DB", help="speech over noise, one run each; `clean` for one without")
    command.add_argument("--mixing", choices=("peak", "active"), default="peak", help="what DB means (default: peak)")
    command.add_argument("--room", type=Path, metavar="RIR", help="a room's impulse response, for the clips")
    command.add_argument("--seed", type=int, default=0, metavar="N", help="order, gaps, start of noise (default: 0)")
