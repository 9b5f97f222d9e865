"""Plays in, frames out: every clip begins in exactly the frame it is due.

The mixer is the clock: `frame` counts the frames rendered since the speaker opened. `post` may be called from one
other thread (the control thread); `render_into` is called by the speaker on the audio thread, and takes what was
posted without locks. Nothing it renders depends on how many frames are asked for at a time.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import Cancel, Cut, Group, Outcome, Play, PlayClass, Played
from repcue.core.units import db_from_gain, frames_from_seconds, gain_from_db

FADE_SECONDS: Final = 0.005
"""How long a cut takes: short enough to be at once, long enough not to click (research on cueing clips: 3–5 ms)."""

RAMP_SECONDS: Final = 0.05
"""How long a change of volume takes: five times the longest fade, so that no step is heard."""

KNEE: Final = 0.75
"""Samples up to here, -2.5 dBFS, leave as they are: clips peak at -3 dBFS or lower, so at normal volume all do."""

CEILING: Final = 0.98
"""What is louder than the knee is bent towards here, smoothly: turned up, speech gets fuller and never clips."""

WAITS_IF_LATE: Final = frozenset({PlayClass.REPLY, PlayClass.ALERT})
"""What is still worth hearing when it is late; everything else is dropped."""


@dataclass(frozen=True, slots=True)
class _Volume:
    """A change of level: its linear factor, and where its ramp begins."""

    gain: float
    at_frame: int


class _Sounding:
    """A play that has begun, or is about to."""

    __slots__ = ("cut_frame", "cut_reason", "end_frame", "gain", "play", "started_frame")

    def __init__(self, play: Play, started_frame: int) -> None:
        self.play = play
        self.started_frame = started_frame
        self.end_frame = started_frame + play.clip.frames
        self.gain = np.float32(gain_from_db(play.gain_db))
        self.cut_frame: int | None = None
        self.cut_reason: str | None = None


class Mixer:
    """Mixes plays at exact frames and counts what became of them."""

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self.frame = 0
        """Frames rendered so far; written on the audio thread, may be read on any."""

        self.peak = 0.0
        """Largest absolute sample so far, 0 to 1."""

        self._fade_frames = frames_from_seconds(FADE_SECONDS, sample_rate)
        self._fade = 1.0 - np.arange(self._fade_frames, dtype=np.float32) / np.float32(self._fade_frames)
        self._ramp_frames = frames_from_seconds(RAMP_SECONDS, sample_rate)
        self._inbox: deque[Play | Cut | Cancel | _Volume] = deque()
        self._played: deque[Played] = deque()
        self._plays: list[_Sounding] = []
        self._volume_frames = [0]
        self._volume_gains = [1.0]
        """The level as a broken line: linear factors at frames; before the first and after the last it is level."""

    def post(self, message: Play | Cut | Cancel) -> None:
        """Take a play, a cut or a cancellation into account from the next block on. Control thread."""
        self._inbox.append(message)

    def set_volume(self, volume_db: float, at_frame: int) -> None:
        """Play everything at this level, in decibels, from a frame on, by a short ramp. Control thread."""
        self._inbox.append(_Volume(gain_from_db(volume_db), at_frame))

    def take_played(self) -> list[Played]:
        """Return what became of plays since the last call, in the order it became known. Control thread."""
        taken = []
        while self._played:
            taken.append(self._played.popleft())
        return taken

    @property
    def peak_dbfs(self) -> float:
        """Largest absolute sample so far, in decibels of full scale."""
        return db_from_gain(self.peak)

    def render_into(self, out: Samples) -> None:
        """Fill `out` with the next frames and move the clock on by as many.

        Called on the audio thread; does not block, lock, log, open files or raise.

        Args:
            out: float32, shape (frames,); overwritten.
        """
        start, end = self.frame, self.frame + len(out)
        while self._inbox:
            self._take(self._inbox.popleft())
        out.fill(0.0)
        finished = False
        for sounding in self._plays:
            if sounding.started_frame >= end:
                break
            finished |= self._mix(sounding, out, start, end)
        if finished:
            self._plays = [each for each in self._plays if not self._is_over(each, end)]
        self._apply_volume(out, start, end)
        self._limit(out)
        self.frame = end

    def _apply_volume(self, out: Samples, start: int, end: int) -> None:
        frames, gains = self._volume_frames, self._volume_gains
        while len(frames) > 1 and frames[1] <= start:
            del frames[0], gains[0]
        if len(frames) > 1 and frames[0] < end:
            out *= np.interp(np.arange(start, end), frames, gains).astype(np.float32)
        elif gains[0] != 1.0:
            out *= np.float32(gains[0])

    def _take_volume(self, volume: _Volume) -> None:
        """Let the level go from what it will be at a frame to another; later changes that were wanted are forgotten."""
        at_frame = max(volume.at_frame, self.frame)
        gain = float(np.interp(at_frame, self._volume_frames, self._volume_gains))
        line = [each for each in zip(self._volume_frames, self._volume_gains, strict=True) if each[0] < at_frame]
        line.append((at_frame, gain))
        line.append((at_frame + self._ramp_frames, volume.gain))
        self._volume_frames, self._volume_gains = [frame for frame, _ in line], [each for _, each in line]

    def _limit(self, out: Samples) -> None:
        peak = float(max(out.max(initial=0.0), -out.min(initial=0.0)))
        if peak > KNEE:
            loud = np.abs(out) > KNEE
            over = (np.abs(out[loud]) - KNEE) / (CEILING - KNEE)
            out[loud] = np.sign(out[loud]) * (KNEE + (CEILING - KNEE) * np.tanh(over))
            peak = float(np.abs(out).max())
        self.peak = max(self.peak, peak)

    def _take(self, message: Play | Cut | Cancel | _Volume) -> None:
        if isinstance(message, Play):
            self._take_play(message)
        elif isinstance(message, Cut):
            self._cut(message)
        elif isinstance(message, Cancel):
            self._cancel(message)
        else:
            self._take_volume(message)

    def _take_play(self, play: Play) -> None:
        started_frame = play.due_frame
        if started_frame < self.frame:
            if play.play_class not in WAITS_IF_LATE:
                self._drop(play, "late", self.frame)
                return
            started_frame = self.frame
        self._plays.append(_Sounding(play, started_frame))
        self._plays.sort(key=lambda each: (each.started_frame, each.play.number))

    def _cut(self, cut: Cut) -> None:
        at_frame = max(cut.at_frame, self.frame)
        kept = []
        for each in self._plays:
            if each.play.group not in cut.groups or each.end_frame <= at_frame:
                kept.append(each)
            elif each.started_frame >= at_frame:
                self._drop(each.play, cut.reason, at_frame)
            else:
                if each.cut_frame is None or at_frame < each.cut_frame:
                    each.cut_frame, each.cut_reason = at_frame, cut.reason
                    each.end_frame = min(each.end_frame, at_frame + self._fade_frames)
                kept.append(each)
        self._plays = kept

    def _cancel(self, cancel: Cancel) -> None:
        for each in self._plays:
            if each.play.number == cancel.play_number and each.started_frame >= self.frame:
                self._drop(each.play, cancel.reason, each.started_frame)
                self._plays.remove(each)
                return

    def _mix(self, each: _Sounding, out: Samples, start: int, end: int) -> bool:
        """Add what of a play falls into this block; return whether it is over."""
        first, last = max(start, each.started_frame), min(end, each.end_frame)
        if first < last:
            offset = each.started_frame
            piece = each.play.clip.samples[first - offset : last - offset] * each.gain
            if each.cut_frame is not None and last > each.cut_frame:
                fade_from = max(first, each.cut_frame)
                piece[fade_from - first :] *= self._fade[fade_from - each.cut_frame : last - each.cut_frame]
            out[first - start : last - start] += piece
        if not self._is_over(each, end):
            return False
        outcome = Outcome.PLAYED if each.cut_frame is None else Outcome.CUT
        self._finish(each, outcome, each.cut_reason, each.end_frame)
        return True

    @staticmethod
    def _is_over(each: _Sounding, end: int) -> bool:
        return each.end_frame <= end

    def _drop(self, play: Play, reason: str | None, at_frame: int) -> None:
        self._played.append(Played(play, None, None, Outcome.DROPPED, reason, at_frame))

    def _finish(self, each: _Sounding, outcome: Outcome, reason: str | None, ended_frame: int) -> None:
        self._played.append(Played(each.play, each.started_frame, ended_frame, outcome, reason, ended_frame))

    def close(self) -> None:
        """Report everything that is still to be heard as cut or dropped. After the speaker has closed."""
        while self._inbox:
            self._take(self._inbox.popleft())
        self._cut(Cut(frozenset(Group), self.frame, "closed"))
        for each in self._plays:
            self._finish(each, Outcome.CUT, "closed", self.frame)
        self._plays = []
