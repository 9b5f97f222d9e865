"""A tune-in: the guide's steps carried out between a microphone and a speaker, and what they measured.

    mic ──▶ kept, raw and at 16 kHz ──▶ ear ──▶ what was said ──▶ guide ──▶ prompts and probe ──▶ mixer

All of it runs on one thread, the caller's; the speaker's callback renders the mixer as in a session. Time is what the
microphone's blocks say, on the output's clock: where the ear is slower than the sound the steps take longer, and none
misses what was said in it. Only where no blocks come does the output's clock itself count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from repcue.core.clip import Clip, Clips, Samples
from repcue.core.grammar import Grammar
from repcue.core.messages import AudioBlock, Group, Play, PlayClass, Utterance
from repcue.core.mixer import Mixer
from repcue.core.tune_in import Guide, Happening, Phase, Step, StepKind, advance
from repcue.core.tune_in_measures import EchoPath, Measured, Quiet, Take
from repcue.core.units import EAR_RATE, frames_from_seconds
from repcue.dsp.echo_probe import echo_of_probe, probe
from repcue.dsp.sound_check import bandwidth_of, clipped_share, quiet_of, speech_in
from repcue.edges.microphone import Level
from repcue.ports import Ear, Microphone

LEAD_SECONDS: Final = 0.1
"""How far ahead of the clock something is played: more than the largest block that a speaker asks for."""

AFTER_PROMPT_SECONDS: Final = 0.5
"""What ended so soon after a prompt is the prompt, on its way through earbuds and room (0.35 s at most). The shortest
command is over 0.7 s after a prompt: nobody answers in less than 0.2."""

ECHO_LASTS_SECONDS: Final = 0.35
"""So long the end of a prompt is still heard; what is measured begins after it."""

SILENT_PROMPT_SECONDS: Final = 1.5
"""How long a prompt without sound is left to be read."""

DEAD_AFTER_SECONDS: Final = 2.5
"""When a microphone is given up that delivers nothing but zeros while the user was asked to speak."""

READ_TIMEOUT_SECONDS: Final = 0.1


class SoundKeeper:
    """Keeps what the microphone delivers at its own rate, by step. Fed by the microphone's tap, on the same thread."""

    def __init__(self) -> None:
        self.has_sound = False
        """Whether any of them was not zero."""

        self.step_index: int | None = None
        """Which step's sound is kept now; None for nobody's."""

        self._by_step: dict[int, list[Samples]] = {}

    def take(self, samples: Samples) -> None:
        """Take the next samples: float32, shape (frames,)."""
        self.has_sound = self.has_sound or bool(samples.any())
        if self.step_index is not None:
            self._by_step.setdefault(self.step_index, []).append(samples)

    def sound_of(self, step_index: int) -> Samples:
        """Return what was kept of a step: float32, shape (frames,)."""
        return np.concatenate([np.zeros(0, dtype=np.float32), *self._by_step.get(step_index, [])])


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """What a tune-in stands between."""

    microphone: Microphone
    microphone_name: str
    microphone_rate: int
    """What the device says it delivers, frames per second."""

    delivered_frames: Callable[[], int]
    """How many frames it has delivered so far."""

    keeper: SoundKeeper
    """The microphone's tap."""

    speaker_name: str
    mixer: Mixer
    """The speaker plays it already."""

    ear: Ear
    clips: Clips
    """Has the prompts."""

    grammar: Grammar


@dataclass(frozen=True, slots=True)
class Showing:
    """What a screen shows while it goes on."""

    step: Step
    phase: Phase
    level_dbfs: float
    left_seconds: float
    """How long this step still listens at most; 0 while it does not."""


@dataclass(slots=True)
class _Kept:
    """What was heard in one step."""

    blocks: list[AudioBlock] = field(default_factory=list)
    heard: Utterance | None = None
    is_right: bool = False


class TuneIn:
    """One tune-in, from its first prompt to its last step."""

    def __init__(self, ends: Ends, steps: Sequence[Step], show: Callable[[Showing], None] = lambda _: None) -> None:
        """Say nothing yet.

        Args:
            ends: the devices, open.
            steps: what is asked of the user.
            show: called with every block.
        """
        self._ends = ends
        self._show = show
        self._guide = Guide(tuple(steps))
        self._kept = [_Kept() for _ in steps]
        self._level = Level(EAR_RATE)
        self._plays = 0
        self._now_seconds = 0.0
        self._prompt_ends_at_seconds = 0.0
        self._probe_at_seconds = 0.0
        self._counted_from: tuple[int, float] | None = None
        self._counted_to: tuple[int, float] = (0, 0.0)

    def run(self, is_asked_to_end: Callable[[], bool] = lambda: False) -> Measured | None:
        """Go through all steps and return what they measured; None when somebody asked to end."""
        self._enter()
        while self._guide.phase is not Phase.DONE:
            if is_asked_to_end():
                return None
            self._listen()
            for happening in self._happenings():
                self._move(happening)
            self._show(self._showing())
        return self._measured()

    @property
    def _output_seconds(self) -> float:
        return self._ends.mixer.frame / self._ends.mixer.sample_rate

    def _move(self, happening: Happening) -> None:
        before = self._guide
        self._guide = advance(before, happening, self._now_seconds)
        if self._guide is not before:
            self._enter()

    def _enter(self) -> None:
        """Do what belongs to the beginning of a phase."""
        guide, keeper = self._guide, self._ends.keeper
        keeper.step_index = guide.index if guide.phase is Phase.LISTEN else None
        if guide.phase is Phase.PROMPT:
            clip = self._ends.clips.speech(guide.step.said) if guide.step.said else None
            pause_seconds = SILENT_PROMPT_SECONDS if guide.step.said else 0.0
            self._prompt_ends_at_seconds = self._play(clip) if clip else self._now_seconds + pause_seconds
        elif guide.phase is Phase.LISTEN and guide.step.kind is StepKind.ECHO:
            rate = self._ends.mixer.sample_rate
            ends_at = self._play(clip := Clip("probe", "", probe(rate), rate))
            self._probe_at_seconds = ends_at - clip.frames / rate

    def _play(self, clip: Clip) -> float:
        """Play a clip and return when it ends, in seconds."""
        mixer = self._ends.mixer
        due_frame = mixer.frame + frames_from_seconds(LEAD_SECONDS, mixer.sample_rate)
        self._plays += 1
        mixer.post(Play(self._plays, clip, PlayClass.REPLY, Group.REPLY, due_frame, due_frame + clip.centre_frame))
        return (due_frame + clip.frames) / mixer.sample_rate

    def _listen(self) -> None:
        """Wait for a block, keep it and let the ear hear it."""
        block = self._ends.microphone.read(READ_TIMEOUT_SECONDS)
        if block is None:
            self._now_seconds = max(self._now_seconds, self._output_seconds)
            return
        self._now_seconds = block.started_at_seconds + len(block.samples) / EAR_RATE
        self._level.feed(block.samples)
        self._count()
        kept = self._kept[self._guide.index]
        if self._guide.phase is Phase.LISTEN:
            kept.blocks.append(block)
        for heard in self._ends.ear.feed(block):
            if isinstance(heard, Utterance):
                self._note(heard, kept)

    def _count(self) -> None:
        """Note how many frames came in how long; the first prompt's time is left to the device to settle."""
        now = (self._ends.delivered_frames(), self._output_seconds)
        if self._counted_from is None and self._guide.phase is Phase.LISTEN:
            self._counted_from = now
        self._counted_to = now

    def _note(self, heard: Utterance, kept: _Kept) -> None:
        step = self._guide.step
        is_prompt = heard.ended_at_seconds < self._prompt_ends_at_seconds + AFTER_PROMPT_SECONDS
        if step.kind is not StepKind.COMMAND or self._guide.phase is not Phase.LISTEN or is_prompt:
            return
        meant, asked = (self._ends.grammar.understand(text) for text in (heard.text, step.phrase))
        is_right = meant is not None and asked is not None and (meant.name, meant.slots) == (asked.name, asked.slots)
        if is_right or kept.heard is None or heard.score > kept.heard.score:
            kept.heard, kept.is_right = heard, is_right

    def _happenings(self) -> list[Happening]:
        guide, now_seconds = self._guide, self._now_seconds
        if guide.phase is Phase.PROMPT:
            is_over = now_seconds >= self._prompt_ends_at_seconds + (ECHO_LASTS_SECONDS if guide.step.said else 0.0)
            return [Happening.PROMPT_OVER] if is_over else []
        if self._kept[guide.index].is_right:
            return [Happening.UNDERSTOOD]
        listened_seconds = now_seconds - guide.since_seconds
        if not self._ends.keeper.has_sound and listened_seconds >= DEAD_AFTER_SECONDS:
            return [Happening.NO_SOUND, Happening.TIME_UP] if guide.is_time_up(now_seconds) else [Happening.NO_SOUND]
        return [Happening.TIME_UP] if guide.is_time_up(now_seconds) else []

    def _showing(self) -> Showing:
        guide = self._guide
        left = guide.since_seconds + guide.step.listen_seconds - self._now_seconds
        return Showing(
            guide.step, guide.phase, self._level.dbfs, max(0.0, left) if guide.phase is Phase.LISTEN else 0.0
        )

    def _measured(self) -> Measured:
        ends, steps = self._ends, self._guide.steps
        quiet = next((index for index, step in enumerate(steps) if step.kind is StepKind.QUIET), None)
        silence = self._sound(quiet) if quiet is not None else np.zeros(0, dtype=np.float32)
        rest = quiet_of(silence, EAR_RATE)
        echo = next((index for index, step in enumerate(steps) if step.kind is StepKind.ECHO), None)
        commands = [index for index, step in enumerate(steps) if step.kind is StepKind.COMMAND]
        asked = [index for index in commands if self._kept[index].blocks]
        spoken = np.concatenate([np.zeros(0, dtype=np.float32), *(ends.keeper.sound_of(index) for index in asked)])
        takes = tuple(self._take(index, silence) for index in asked)
        has_speech = any(take.speech_dbfs is not None for take in takes)
        return Measured(
            microphone=ends.microphone_name,
            speaker=ends.speaker_name,
            engine=ends.ear.engine,
            sample_rate=ends.microphone_rate,
            quiet=rest,
            echo=self._echo(echo, rest) if echo is not None else EchoPath(),
            takes=takes,
            frames_per_second=self._frames_per_second(),
            bandwidth_hertz=bandwidth_of(spoken, ends.microphone_rate) if has_speech else None,
            is_dead=not ends.keeper.has_sound,
        )

    def _frames_per_second(self) -> float | None:
        if self._counted_from is None:
            return None
        frames, seconds = (after - before for after, before in zip(self._counted_to, self._counted_from, strict=True))
        return frames / seconds if seconds >= _LEAST_COUNTED_SECONDS else None

    def _sound(self, index: int) -> Samples:
        return np.concatenate([np.zeros(0, dtype=np.float32), *(block.samples for block in self._kept[index].blocks)])

    def _echo(self, index: int, quiet: Quiet) -> EchoPath:
        heard = np.zeros(frames_from_seconds(self._guide.steps[index].listen_seconds, EAR_RATE), dtype=np.float32)
        for block in self._kept[index].blocks:
            start = round((block.started_at_seconds - self._probe_at_seconds) * EAR_RATE)
            first, last = max(start, 0), min(start + len(block.samples), len(heard))
            if first < last:
                heard[first:last] = block.samples[first - start : last - start]
        played = np.zeros(len(heard), dtype=np.float32)
        sweeps = probe(EAR_RATE)
        played[: len(sweeps)] = sweeps
        return echo_of_probe(heard - np.float32(quiet.offset), played, quiet.noise_dbfs)

    def _take(self, index: int, silence: Samples) -> Take:
        kept, step = self._kept[index], self._guide.steps[index]
        speech_dbfs, over_noise_db = speech_in(self._sound(index), EAR_RATE, silence)
        clipped = clipped_share(self._ends.keeper.sound_of(index), self._ends.microphone_rate)
        heard = kept.heard
        if heard is None:
            return Take(step.phrase, None, False, 0.0, speech_dbfs, over_noise_db, clipped)
        return Take(step.phrase, heard.text, kept.is_right, heard.score, speech_dbfs, over_noise_db, clipped)


_LEAST_COUNTED_SECONDS: Final = 5.0
"""Shorter than this, bursts of a sound server (0.03 s, at worst 0.2) would look like a rate that is wrong."""
