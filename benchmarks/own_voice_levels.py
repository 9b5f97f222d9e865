"""How far the echo is over the user, for what the user says over the coach and for what the coach says alone.

    python benchmarks/own_voice_levels.py [--seconds 120] [--room RIR ...]

The two thresholds of `repcue.core.own_voice` rest on this table: `SAID_OVER_USER_DB` must lie above the users (what is
below it is always the user's) and below the coach alone, `ALONE_OVER_USER_DB` above every user (what is above it never
is). No recogniser takes part: levels are those of the words' own times. Rooms are modelled, or measured ones.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from repcue.bench.echo_run import AHEAD_SECONDS, BLOCK_FRAMES, Tape
from repcue.bench.echo_scene import (
    Coach,
    Place,
    Scene,
    Spoken,
    coaching,
    measured_room,
    modelled_room,
    scene_at,
    spoken_on_track,
)
from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.core.own_voice import ALONE_OVER_USER_DB, SAID_OVER_USER_DB
from repcue.core.units import EAR_RATE, frames_from_seconds
from repcue.dsp.reference import PlayedRing
from repcue.edges.audio_files import read_audio_at
from repcue.edges.clip_bank import ClipBank
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.edges.home import cache_folder
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.prepare import Wanted, prepare, prepare_clips
from repcue.rehearse import OUTPUT_RATE

LEVELS_DB: Final = (0.0, 10.0, 15.0, 20.0)
PHRASES: Final = ("stop", "pause", "slower", "ten reps", "next set", "how many reps", "no cues", "help me")
VOICES: Final = (("en-us+m3", 150), ("en-us+f2", 170), ("en-gb-x-rp", 165), ("en-gb-scotland", 155))

Stretch = tuple[float, float]
"""From when to when, in seconds."""


def main() -> None:
    """Print the table."""
    options = _options()
    prepared = prepare(Wanted())
    spoken = _spoken(options.seconds)
    coach = coaching(prepared, prepare_clips(prepared, OUTPUT_RATE, everything=True), len(spoken.track) / EAR_RATE)
    print(
        "room, user below echo: user / coach alone, dB at 5 %, 50 %, 95 %; user refused by words, by level; coach free"
    )
    for level_db in LEVELS_DB:
        for place in _places(options.room, level_db):
            print(f"{place.name}, {level_db:g} dB: {_row(scene_at(place, coach, spoken), coach, spoken)}", flush=True)


def _row(scene: Scene, coach: Coach, spoken: Spoken) -> str:
    commands = [(start / EAR_RATE, end / EAR_RATE) for start, end, _ in spoken.commands]
    phrases = [(each.started_at_seconds, each.ended_at_seconds) for each in coach.said]
    users = levels(scene.heard, scene.played, commands)
    alone = levels(scene.without_user, scene.played, phrases)
    points = " / ".join(
        " ".join(f"{np.percentile(each, share):.0f}" for share in (5, 50, 95)) for each in (users, alone)
    )
    by_words = np.mean([SAID_OVER_USER_DB <= each < ALONE_OVER_USER_DB for each in users])
    by_level = np.mean([each >= ALONE_OVER_USER_DB for each in users])
    free = np.mean([each < SAID_OVER_USER_DB for each in alone])
    return f"{points}; {by_words:.3f}, {by_level:.3f}; {free:.3f}"


def levels(heard: Samples, played: Samples, stretches: Sequence[Stretch]) -> list[float]:
    """Return by how many decibels the echo was found over the user in each stretch, as a session would be told."""
    ring = PlayedRing(OUTPUT_RATE)
    free = EchoFreeEar(Tape(), ring)
    found, to_come = [], sorted(stretches, key=lambda each: each[1])[::-1]
    for start in range(0, len(heard) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        now_seconds = (start + BLOCK_FRAMES) / EAR_RATE
        ring.write(played[ring.frames : frames_from_seconds(now_seconds + AHEAD_SECONDS, OUTPUT_RATE)])
        free.feed(AudioBlock(heard[start : start + BLOCK_FRAMES], start / EAR_RATE))
        # A third of a second after the last word it is decided.
        while to_come and to_come[-1][1] + 0.3 <= now_seconds:
            level = free.levels.over_user_db(*to_come.pop())
            if level is not None:
                found.append(level)
    return found


def _spoken(seconds: float) -> Spoken:
    clips = []
    for voice, rate in VOICES:
        bank = ClipBank(Pyttsx3Voice(voice, rate), cache_folder() / "clips", EAR_RATE)
        bank.prepare(PHRASES)
        clips += [(text, clip.samples) for text in PHRASES if (clip := bank.speech(text)) is not None]
    # A command with the gap after it lasts three seconds.
    return spoken_on_track((clips * 20)[: max(1, round(seconds / 3.0))])


def _places(rooms: Sequence[Path], level_db: float) -> list[Place]:
    if not rooms:
        return [modelled_room(rt60, level_db) for rt60 in (0.35, 1.5)]
    return [measured_room(path.name, read_audio_at(path, EAR_RATE), level_db) for path in rooms]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Levels that tell the coach's own voice from the user's.")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long each scene is (default: 120)")
    parser.add_argument("--room", type=Path, nargs="+", default=[], help="impulse responses (default: modelled)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
