"""Effects → sounds at frames: sets, rests, answers and the alarm share one book of speech.

Rule 1: nothing is said over anything else. An answer waits at most `PATIENCE_SECONDS` for a gap; then what stands below
    it makes way (`speech_book.Precedence`); an answer that finds no room within `STALE_SECONDS` takes the
    place of what a rest would say, and else is dropped, unless it is about safety.
Rule 2: a new answer ends the one before it, since it is about something newer. What is about safety is ended
    by its like, by "stop" and by the alarm alone; another answer follows it, and a count-in waits for its end.
Rule 3: while the alarm sounds, nothing else is said.
Rule 4: everything takes effect at `from_frame`, which the caller keeps a fixed lead ahead of the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from repcue.core import replies
from repcue.core.clip import Clip, Clips, joined
from repcue.core.coaching import Cued
from repcue.core.events import RestDone
from repcue.core.line_watch import LineWatch
from repcue.core.messages import Cancel, Cut, Group, Outcome, Play, PlayClass, Played
from repcue.core.pace import CuePlay, Item, Pace
from repcue.core.pacer import HORIZON_SECONDS, Pacer
from repcue.core.rep_speech import WORD_GAP_SECONDS
from repcue.core.rest_words import RestWords
from repcue.core.set_words import SetWords
from repcue.core.sounds import Sounds
from repcue.core.speech_book import Booking, Precedence, SpeechBook
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds

SPEECH_GAP_SECONDS: Final = 0.08
"""Silence kept between two spoken clips: about a syllable's closure, so that they are heard apart."""

PATIENCE_SECONDS: Final = 1.2
STALE_SECONDS: Final = 4.0
BETWEEN_PATIENCE_SECONDS: Final = 0.6
"""Later than this a sound without words is no answer any more: turns in talk follow each other within 0.2 s."""

ALARM_GAP_SECONDS: Final = 0.3

Command = Play | CuePlay | Played | Moment | Cut | Cancel
"""What the pipeline passes on: to the mixer, to the timeline, to the log."""


class Schedule:
    """Turns what must follow into plays; keeps the book of speech."""

    def __init__(self, sample_rate: int, sounds: Sounds, clips: Clips) -> None:
        self._sample_rate = sample_rate
        self._sounds = sounds
        self._clips = clips
        self._book = SpeechBook(self._frames(SPEECH_GAP_SECONDS))
        self._horizon_frames = self._frames(HORIZON_SECONDS)
        self._lines = LineWatch(sample_rate)
        self._number = 0
        self._rest_start_frame = 0
        self._alarm_end_frame: int | None = None
        self._alarm_gain_db = 0.0
        self.rest_end_frame: int | None = None
        """When the rest under way is over; None when nobody rests."""

        self.pacer = Pacer(sample_rate, sounds, clips, self._book, self._next_number)
        self._remind: str | None = None
        self._is_rest_quiet = False
        self._rest_words = RestWords(sample_rate, sounds, clips, self._book, self._play)
        self._set_words = SetWords(sample_rate, self._book, self._say_in_rest)

    def clip_of(self, texts: Sequence[str], own: Mapping[str, Clip] = MappingProxyType({})) -> Clip | None:
        """Return the words of an answer as one clip; words that were never prepared are missing in it.

        Args:
            texts: the words.
            own: what the cue of the set is said with, by its texts.
        """
        clips = [clip for text in texts if (clip := own.get(text) or self._clips.speech(text)) is not None]
        return joined(clips, WORD_GAP_SECONDS) if clips else None

    def begin_set(
        self,
        from_frame: int,
        introduction: Sequence[str],
        pace: Pace,
        reps_done: int,
        count_in_seconds: float,
        *,
        may_say_cue: bool = True,
        line: str | None = None,
    ) -> list[Command]:
        """Count in; an answer or a rest's last words that are still being said end.

        Without an introduction a set goes on: the count waits for the number of the repetition before, which it may
        follow at once, and the cue's words before the set are not said again. A line that has to be heard takes their
        place, so that one thing is said before the count, and soon; where this cuts it, it ends the introduction.
        """
        if line is not None and tuple(introduction[-1:]) != (line,):
            line = self._lines.taken_over_by((line,), from_frame)
            introduction = introduction if line is None else (*introduction, line)
        self._rest_words.forget()
        silenced = self._end_answers(from_frame, "a set begins", Group.REST)
        self._set_words.cut_at(from_frame)
        says_cue = may_say_cue and bool(introduction) and line is None and not self._set_words.are_said_for(pace)
        self._set_words.forget()
        clip = self.clip_of(introduction)
        laid_out: list[Item] = self.pacer.begin(from_frame, clip, pace, reps_done, count_in_seconds, says_cue=says_cue)
        self._lines.begin(line, laid_out[0])
        return [*silenced, *laid_out]

    def advance(self, now_frame: int, from_frame: int, pace: Pace | None) -> list[Command]:
        """Lay out what has come near: repetitions, the words of a rest, and the alarm's next round.

        Args:
            now_frame: the clock.
            from_frame: the first frame that can still be filled.
            pace: of the set under way, or in a rest of the set that follows; None where there is none.
        """
        near = from_frame + self._horizon_frames
        commands: list[Command] = [self._unless_alarm(play) for play in self._rest_words.take_near(near)]
        if pace is not None and self.pacer.is_running:
            commands += self.pacer.advance(now_frame, from_frame, pace)
        elif pace is not None and self.rest_end_frame is not None and self._alarm_end_frame is None:
            cue = self._set_words.in_rest(pace, from_frame, self.rest_end_frame)
            if cue is not None:
                commands += [cue, Moment(cue.play.due_frame, event=Cued(cue.choice.rule), belongs_to_set=False)]
        if self._alarm_end_frame is not None and near > self._alarm_end_frame:
            commands.append(self._alarm_round(max(from_frame, self._alarm_end_frame)))
        return commands

    def _unless_alarm(self, play: Play) -> Command:
        return play if self._alarm_end_frame is None else self._dropped(play, "the alarm sounds")

    def _dropped(self, play: Play, reason: str) -> Played:
        return Played(play, None, None, Outcome.DROPPED, reason, play.due_frame)

    def stop_set(self, from_frame: int, reason: str) -> list[Command]:
        """Silence ticks, counts, cues and answers from a frame on."""
        self.pacer.stop()
        return self.silence(from_frame, reason, Group.PACE, Group.REPLY)

    def silence(self, from_frame: int, reason: str, *groups: Group) -> list[Command]:
        """Cut groups from a frame on and give their stretches back."""
        silenced = frozenset(groups)
        self._book.clear_from(from_frame, silenced)
        return [Cut(silenced, from_frame, reason), *self._lines.cut(from_frame, silenced)]

    def next_answer_frame(self, from_frame: int) -> int:
        """Return when the next answer can begin at the earliest: once what is said of safety has been said."""
        return max([from_frame, *(each.end_frame for each in self._of_safety(from_frame))])

    def _of_safety(self, from_frame: int) -> list[Booking]:
        return [each for each in self._book.of_group(Group.REPLY, from_frame) if each.precedence is Precedence.SAFETY]

    def _end_answers(self, from_frame: int, reason: str, *others: Group) -> list[Command]:
        """Cut answers and other groups, but none that is about safety; what waits behind that is taken back."""
        if not self._of_safety(from_frame):
            return self.silence(from_frame, reason, Group.REPLY, *others)
        waiting = [each for each in self._book.of_group(Group.REPLY, from_frame) if each.start_frame >= from_frame]
        taken_back = [each for each in waiting if each.precedence is not Precedence.SAFETY]
        for each in taken_back:
            self._book.remove(each.play_number)
        cancelled: list[Command] = [Cancel(each.play_number, reason) for each in taken_back]
        cancelled += self._lines.cut(from_frame, frozenset({Group.REPLY}))
        return cancelled + (self.silence(from_frame, reason, *others) if others else [])

    def say(
        self,
        from_frame: int,
        texts: Sequence[str],
        *,
        shorter: Sequence[str] = (),
        precedence: Precedence = Precedence.ANSWER,
        own: Mapping[str, Clip] = MappingProxyType({}),
        line: str | None = None,
        follows: bool = False,
    ) -> list[Command]:
        """Answer in words, where there is room.

        Args:
            from_frame: the first frame that can still be filled.
            texts: the words.
            shorter: said instead where all of them find no room in time.
            precedence: what the answer may take the place of.
            own: what the cue of the set is said with, by its texts.
            line: what the words end with and has to be heard.
            follows: whether it comes after the answer under way.
        """
        clips = [clip for each in (texts, shorter) if (clip := self.clip_of(each, own)) is not None]
        if not clips:
            return []
        line = line or self._lines.taken_over_by(texts, from_frame)
        commands: list[Command] = []
        if follows:
            not_before = max([from_frame, *(each.end_frame for each in self._book.of_group(Group.REPLY, from_frame))])
        elif precedence is Precedence.SAFETY:
            commands, not_before = self.silence(from_frame, "a newer answer", Group.REPLY), from_frame
        else:
            commands, not_before = self._end_answers(from_frame, "a newer answer"), self.next_answer_frame(from_frame)
        clip, start = self._place(clips, not_before, precedence)
        is_late = start > not_before + self._frames(STALE_SECONDS)
        is_stale = is_late and precedence is not Precedence.SAFETY
        if is_stale or self._alarm_end_frame is not None:
            play = self._play(clip, PlayClass.REPLY, Group.REPLY, from_frame)
            dropped = self._dropped(play, "no room" if is_stale else "the alarm sounds")
            return [*commands, dropped, *self._lines.unsaid(line, from_frame)]
        for booking in self._book.in_the_way(start, start + clip.frames):
            commands.append(self._cancelled(booking.play_number))
        self._set_words.cut_at(start)
        play = self._play(clip, PlayClass.REPLY, Group.REPLY, start)
        self._book.book(Booking(start, play.end_frame, play.number, Group.REPLY, precedence))
        is_whole = clip is clips[0]
        self._lines.begin(line if is_whole else None, play)
        return [*commands, play, *self._lines.unsaid(None if is_whole else line, from_frame)]

    def _cancelled(self, play_number: int) -> Command:
        """Give the place of one play back; what waits to be mixed is dropped, what is mixed already is cancelled."""
        reason = "an answer needs its place"
        self._book.remove(play_number)
        self.pacer.forget(play_number)
        waiting = self._rest_words.take_back(play_number)
        return Cancel(play_number, reason) if waiting is None else self._dropped(waiting, reason)

    def _place(self, clips: Sequence[Clip], from_frame: int, precedence: Precedence) -> tuple[Clip, int]:
        """Return where an answer goes, and in which of its lengths: the first that has to wait no longer than it may.

        Every length is tried in a gap, then in the place of cues and seconds; the last one takes what it can get,
        before it is stale if need be from the words of a rest, whose pips say the same.
        """
        patience = from_frame + self._frames(PATIENCE_SECONDS)
        for clip in clips:
            for over in (None, Precedence.ANSWER):
                start = self._book.earliest_start(clip.frames, from_frame, over=over)
                if start <= patience:
                    return clip, start
        stale = from_frame + self._frames(STALE_SECONDS)
        frames = clips[-1].frames
        start = self._book.earliest_start(frames, from_frame, over=precedence)
        if start > stale and precedence < Precedence.NUMBER:
            start = self._book.earliest_start(frames, from_frame, over=Precedence.NUMBER)
        return clips[-1], start

    def sound(self, from_frame: int, clip: Clip) -> list[Command]:
        """Play a short sound that is no speech, such as the one for a refusal."""
        return [self._play(clip, PlayClass.ALERT, Group.REPLY, from_frame)]

    def sound_between(self, from_frame: int, clip: Clip) -> list[Command]:
        """Play a short sound where it masks no count, cue or answer; nothing where there is no such place soon."""
        start = self._book.earliest_start(clip.frames, from_frame)
        is_late = start > from_frame + self._frames(BETWEEN_PATIENCE_SECONDS)
        may_mask = self.pacer.is_running and start + clip.frames > self.pacer.settled_frame
        if is_late or may_mask or self._alarm_end_frame is not None:
            return []
        return self.sound(start, clip)

    def rest(
        self, from_frame: int, start_frame: int, end_frame: int, remind: str | None = None, *, is_quiet: bool = False
    ) -> list[Command]:
        """Lay out a rest: its half, ten seconds, three two one, and its end.

        Args:
            from_frame: the first frame that can still be filled.
            start_frame: when the rest began.
            end_frame: when it is over.
            remind: said half way; None says that it is half way, in a long rest.
            is_quiet: let it go by and tell nothing of it, not even its end.
        """
        self._rest_start_frame, self.rest_end_frame = start_frame, end_frame
        self._remind, self._is_rest_quiet = remind, is_quiet
        if not is_quiet:
            self._rest_words.lay_out(from_frame, start_frame, end_frame, remind)
        return [Moment(end_frame, event=RestDone(), belongs_to_set=False)]

    def extend_rest(self, from_frame: int, seconds: int) -> list[Command]:
        """Lay the rest out anew, longer; a quiet one stays quiet."""
        assert self.rest_end_frame is not None
        start_frame, end_frame = self._rest_start_frame, self.rest_end_frame + self._frames(seconds)
        ended = self.end_rest(from_frame)
        return [*ended, *self.rest(from_frame, start_frame, end_frame, self._remind, is_quiet=self._is_rest_quiet)]

    def hush_rest(self, from_frame: int, *, is_quiet: bool = True) -> list[Command]:
        """Let the rest under way go on, and tell nothing of it any more; or tell of it after all."""
        self._is_rest_quiet = is_quiet
        forgotten = self._forget_rest_words(from_frame, "something hurts")
        if not is_quiet and self.rest_end_frame is not None:
            self._rest_words.lay_out(from_frame, self._rest_start_frame, self.rest_end_frame, self._remind)
        return forgotten

    def end_rest(self, from_frame: int) -> list[Command]:
        """Forget the rest and what it would have said."""
        self.rest_end_frame = None
        return self._forget_rest_words(from_frame, "the rest has changed")

    def rest_left_seconds(self, at_frame: int) -> float:
        """Return how long the rest under way lasts from a frame on; 0 where nobody rests."""
        return 0.0 if self.rest_end_frame is None else max(0, self.rest_end_frame - at_frame) / self._sample_rate

    def _forget_rest_words(self, from_frame: int, reason: str) -> list[Command]:
        self._rest_words.forget()
        self._set_words.cut_at(from_frame)
        return self._end_answers(from_frame, reason, Group.REST)

    def raise_alarm(self, from_frame: int, volume_db: float) -> list[Command]:
        """Sound the alarm, at full level whatever the volume, until `end_alarm`."""
        self._alarm_gain_db = max(0.0, -volume_db)
        silenced = self.silence(from_frame, "alarm", Group.REPLY)
        self._set_words.cut_at(from_frame)
        # What a rest has still to say keeps its place: the alarm may be over by then.
        silenced.append(Cut(frozenset({Group.REST}), from_frame, "alarm"))
        return [*silenced, self._alarm_round(from_frame)]

    def end_alarm(self, from_frame: int) -> list[Command]:
        """Silence the alarm."""
        self._alarm_end_frame = None
        # What is said next waits until it has faded.
        self._book.book(Booking(from_frame - 1, from_frame, play_number=0, group=Group.ALERT))
        return [Cut(frozenset({Group.ALERT}), from_frame, "alarm ended")]

    def _alarm_round(self, start: int) -> Play:
        spoken = self._clips.speech(replies.HELP)
        alarm = self._sounds.alarm
        clip = alarm
        if spoken is not None:
            # Its name stays that of the sound: readers of the log know the alarm by it.
            both = joined([alarm, spoken], ALARM_GAP_SECONDS)
            clip = replace(both, clip_id=alarm.clip_id, text=spoken.text)
        play = self._play(clip, PlayClass.ALERT, Group.ALERT, start, self._alarm_gain_db)
        self._alarm_end_frame = play.end_frame + self._frames(ALARM_GAP_SECONDS)
        return play

    def _say_in_rest(self, clip: Clip, due_frame: int) -> Play:
        play = self._play(clip, PlayClass.CUE, Group.REST, due_frame)
        self._book.book(Booking(due_frame, play.end_frame, play.number, Group.REST, Precedence.FIXED))
        return play

    def _play(self, clip: Clip, play_class: PlayClass, group: Group, due_frame: int, gain_db: float = 0.0) -> Play:
        return Play(self._next_number(), clip, play_class, group, due_frame, due_frame + clip.centre_frame, gain_db)

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _frames(self, seconds: float) -> int:
        return frames_from_seconds(seconds, self._sample_rate)
