"""Whole sessions in memory, for tests: what is said goes in, what is heard and logged comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Clips, Samples
from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.mixer import Mixer
from repcue.core.script import parse_script
from repcue.core.session_state import Session
from repcue.core.sounds import sounds
from repcue.pipeline import Pipeline
from repcue.rehearse import Rehearsal, rehearse
from repcue.settings import Settings
from repcue.stages import Stages
from repcue.testing.clips import ToneClips
from repcue.testing.sessions import gym

Fields = dict[str, Any]


@dataclass(frozen=True)
class Rehearsed:
    """What came of a session."""

    records: list[Fields]
    sound: NDArray[Any]
    sample_rate: int
    pipeline: Pipeline

    def of_kind(self, kind: str) -> list[Fields]:
        return [record for record in self.records if record["kind"] == kind]

    def plays(self, *classes: str) -> list[Fields]:
        """What was heard of some classes, all if none is named, in the order of its beginning."""
        heard = [play for play in self.of_kind("play") if play["started_frame"] is not None]
        wanted = [play for play in heard if not classes or play["class"] in classes]
        return sorted(wanted, key=lambda play: int(play["started_frame"]))

    def said(self, text: str) -> Fields:
        """The one thing that was heard with this text."""
        (play,) = [play for play in self.plays() if play["text"] == text]
        return play

    def states(self) -> list[str]:
        """The states in order."""
        return ["idle", *(record["to"] for record in self.of_kind("state"))]

    def frame(self, seconds: float) -> int:
        return round(seconds * self.sample_rate)

    def zero(self) -> int:
        """First frame of the first repetition after the last count-in."""
        beats = [play for play in self.plays("tick") if play["clip"] == "tick.count-in"]
        return int(beats[-1]["started_frame"]) + self.sample_rate


@cache
def english() -> Grammar:
    """Our own grammar with the gym's exercises."""
    text = (files("repcue") / "grammars" / "en.yaml").read_text(encoding="utf-8")
    return load_grammar(text, source="en.yaml", lists={"exercise": gym().aliases()})


@cache
def tones(sample_rate: int) -> ToneClips:
    return ToneClips(sample_rate)


def wired(
    records: list[Fields],
    *,
    session: Session | None = None,
    settings: Settings | None = None,
    clips: Clips | None = None,
    sample_rate: int = 48_000,
) -> tuple[Pipeline, Mixer]:
    """A pipeline with its log opened, and its mixer."""
    mixer = Mixer(sample_rate)
    write = lambda record: records.append(dict(record))  # noqa: E731
    stages = Stages(english(), clips or tones(sample_rate), sounds(sample_rate), mixer, write)
    wanted = settings or Settings()
    pipeline = Pipeline(stages, session or Session(gym(), explosive_seconds=wanted.explosive_seconds), wanted)
    pipeline.open({"kind": "opened", "sample_rate": sample_rate, "engine": "script"})
    return pipeline, mixer


def rehearsed(
    script: str,
    seconds: float,
    *,
    session: Session | None = None,
    settings: Settings | None = None,
    clips: Clips | None = None,
    sample_rate: int = 48_000,
    block_frames: int = 2048,
    keep: Callable[[Samples], NDArray[Any]] = lambda block: block.copy(),
) -> Rehearsed:
    """What comes of a script, `SECONDS phrase` a line; of the sound is kept what `keep` makes of each block."""
    records: list[Fields] = []
    blocks: list[NDArray[Any]] = []
    pipeline, mixer = wired(records, session=session, settings=settings, clips=clips, sample_rate=sample_rate)
    rehearsal = Rehearsal(seconds, words=parse_script(script, "script"), block_frames=block_frames)
    rehearse(rehearsal, pipeline, mixer, lambda block: blocks.append(keep(block)))
    return Rehearsed(records, np.concatenate(blocks), sample_rate, pipeline)


def overlaps(plays: Sequence[Fields]) -> list[tuple[str, str]]:
    """Pairs of plays that sounded at the same time; the alarm does not wait for what it cut to fade."""
    in_order = sorted(plays, key=lambda play: int(play["started_frame"]))
    return [
        (first["text"], second["text"])
        for first, second in pairwise(in_order)
        if second["started_frame"] < first["ended_frame"] and (second["class"], first["reason"]) != ("alert", "help")
    ]


def spoken(run: Rehearsed) -> list[Fields]:
    """Everything that was said."""
    return [play for play in run.plays() if play["text"]]
