"""The stages, wired in the order of the picture. Read this file first.

            edges/            core/            core/             core/             core/          edges/
      mic ───▶ ears    ───▶     intent   ───▶    session   ───▶    schedule  ───▶    mixer   ───▶   speaker

`hear` takes what an ear heard through intent and session; `step` is called every few milliseconds with the clock's
frame and lets moments come, repetitions be laid out and records be written. Both are called on one thread, the control
thread. The mixer's `render_into` is called by the speaker on its own; the two share nothing else.

The same pipeline runs on devices (`live`) and in memory (`rehearse`); only the edges differ.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatchmethod
from typing import Final

from repcue.core import effects as fx
from repcue.core import replies
from repcue.core.coaching import is_set_to_follow
from repcue.core.events import ConfirmExpired, Event, HearingBack, HearingLost, RestDone
from repcue.core.feel_answers import is_unclear as is_unclear_answer
from repcue.core.grammar import Grammar
from repcue.core.intents import event_from_intent
from repcue.core.judgement import Judge, Telling
from repcue.core.messages import Group, Partial, Play, Played, Utterance
from repcue.core.pace import CuePlay, Pace, pace_for
from repcue.core.play_log import PlayLog
from repcue.core.records import Record, RecordOrder, refused_record, skipped_record
from repcue.core.rest_log import RestLog
from repcue.core.schedule import Command, Schedule
from repcue.core.session import advance
from repcue.core.session_state import Session, State
from repcue.core.set_log import SetLog
from repcue.core.speech_book import Precedence
from repcue.core.timeline import Moment, Timeline
from repcue.core.units import frames_from_seconds
from repcue.settings import Settings
from repcue.stages import Stages

LEAD_FRAMES: Final = 2048
"""How far ahead of the clock everything takes effect: the largest block that a speaker may ask for at once, so that
what is heard does not depend on the block size; 43 ms at 48 kHz."""

CONFIRM_SECONDS: Final = 8.0
"""How long an answer to a question is waited for after it was asked."""

SHORT_COUNT_IN_SECONDS: Final = 3.0
AFTER_GOODBYE_SECONDS: Final = 0.3


class Pipeline:
    """From what was heard to what is played; one session."""

    def __init__(self, stages: Stages, session: Session, settings: Settings) -> None:
        self.session = session
        self._settings = settings
        self._mixer = stages.mixer
        self._sounds = stages.sounds
        self._sample_rate = stages.mixer.sample_rate
        self._schedule = Schedule(self._sample_rate, stages.sounds, stages.clips)
        self._clips = stages.clips
        self._timeline = Timeline()
        self._records = RecordOrder(self._sample_rate, stages.write)
        self._plays = PlayLog(self._records)
        self._sets = SetLog(self._record, stages.keep, lambda trouble: self.problem("history", 1, trouble))
        self._rests = RestLog(self._record, lambda: self._schedule.rest_left_seconds(self._now_frame))
        self._judge = Judge(stages.grammar, stages.echo_delay_seconds, stages.ordinary_score)
        self._said = ""
        self._now_frame = 0
        self._paced: Session | None = None
        self._kept_pace: Pace | None = None
        self._answer_end_frame = 0
        self.finish_frame: int | None = None
        """When the session is over; None while it goes on."""

    def open(self, record: Record) -> None:
        """Write the log's first line."""
        self._records.add(0, record)
        self._mixer.set_volume(self.session.volume_db, 0)

    def hear(self, heard: Partial | Utterance, now_frame: int) -> None:
        """Take what an ear heard through intent and session."""
        if isinstance(heard, Partial):
            return
        # What came before it has happened: a repetition that is over counts, though "stop" was heard in the same step.
        self._let_come(now_frame)
        judged = self._judge.judge(heard, now_frame / self._sample_rate)
        is_unclear = judged.is_no_command and is_unclear_answer(self.session, heard.text)
        for record in judged.records:
            self._record({**record, "said": replies.ASK_FEEL_AGAIN} if is_unclear and "said" in record else record)
        if is_unclear:
            self._do(self._schedule.say(self._from_frame, (replies.ASK_FEEL_AGAIN,)))
            return
        if judged.intent is None:
            self._tell(judged.telling)
            return
        self._said = judged.intent.text
        self._happen(event_from_intent(judged.intent), judged.intent.text)

    def _tell(self, telling: Telling) -> None:
        """Tell by a sound that nothing is done, unless nobody wants to hear it now."""
        if self.session.state is State.ASLEEP or self.session.is_alarm_on:
            return
        if telling is Telling.REFUSED:
            self._do(self._schedule.sound(self._from_frame, self._sounds.refused))
        elif telling is Telling.UNSURE:
            self._do(self._schedule.sound_between(self._from_frame, self._sounds.unsure))

    def use_grammar(self, grammar: Grammar) -> None:
        """Read what is heard by another grammar from now on."""
        self._judge.use_grammar(grammar)

    def lose_hearing(self, now_frame: int) -> None:
        """Hold a running set and say that nothing is heard: whoever cannot be stopped must not go on."""
        self.let_happen(HearingLost(), now_frame)

    def regain_hearing(self, now_frame: int) -> None:
        """Say that commands are heard again."""
        self.let_happen(HearingBack(), now_frame)

    def let_happen(self, event: Event, now_frame: int) -> None:
        """Take what nobody said and no sound brought: a microphone that is lost, a pack that was saved."""
        self._let_come(now_frame)
        self._happen(event, type(event).__name__)

    def step(self, now_frame: int) -> None:
        """Let everything happen that is due at a frame: call it often, never with an earlier frame than before."""
        self._let_come(now_frame)
        pace = self._pace() if self._schedule.pacer.is_running or is_set_to_follow(self.session) else None
        self._do(self._schedule.advance(now_frame, self._from_frame, pace))
        for played in self._mixer.take_played():
            self._plays.note(played)
            self._judge.note_played(played)
        self._plays.tell_begun(now_frame)
        # Of what has not been mixed yet it is not known what becomes of it.
        self._records.flush(min(now_frame, self._mixer.frame))

    def problem(self, what: str, count: int, detail: str, *, is_heard: bool = False) -> None:
        """Write that something went wrong; with the sound of a refusal where somebody waits to know."""
        self.note({"kind": "problem", "what": what, "count": count, "detail": detail})
        if is_heard:
            self._tell(Telling.REFUSED)

    def note(self, record: Record) -> None:
        """Write a record about something that is no stage's."""
        self._record(record)

    def close(self, underflows: int) -> None:
        """Write what became of everything, and the log's last line. After the speaker has closed."""
        self._sets.close(self.session)
        self._mixer.close()
        for played in self._mixer.take_played():
            self._plays.note(played, is_closing=True)
        self._records.flush_all()
        closed = {"frames": self._mixer.frame, "underflows": underflows, "dropped": self._plays.dropped}
        self._records.add(self._mixer.frame, {"kind": "closed", **closed, "peak_dbfs": self._mixer.peak_dbfs})
        self._records.flush_all()

    @property
    def _from_frame(self) -> int:
        return self._now_frame + LEAD_FRAMES

    def _record(self, record: Record) -> None:
        self._records.add(self._now_frame, record)

    def _let_come(self, now_frame: int) -> None:
        while (moment := self._timeline.take_until(now_frame)) is not None:
            self._now_frame = max(self._now_frame, moment.frame)
            self._come(moment)
        self._now_frame = now_frame

    def _come(self, moment: Moment) -> None:
        if moment.record is not None:
            self._record(moment.record)
        if moment.event is not None:
            if isinstance(moment.event, RestDone):
                self._rests.note("over")
                self._schedule.rest_end_frame = None
            self._happen(moment.event, type(moment.event).__name__)

    def _happen(self, event: Event, because: str) -> None:
        state = self.session.state
        self.session, effects = advance(self.session, event)
        if self.session.state is not state:
            self._record({"kind": "state", "from": state, "to": self.session.state, "because": because})
        for effect in effects:
            self._carry_out(effect)

    def _pace(self) -> Pace | None:
        """Return what the next repetition is paced by; made anew only when the session has changed."""
        if self._paced is not self.session:
            self._paced = self.session
            self._kept_pace = pace_for(self.session, self._settings.count, self._clips)
        return self._kept_pace

    def _do(self, commands: Iterable[Command]) -> None:
        for command in commands:
            if isinstance(command, Moment):
                self._timeline.add(command)
            elif isinstance(command, CuePlay):
                self._plays.expect(command)
                self._post(command.play)
            elif isinstance(command, Played):
                self._plays.note(command)
            elif isinstance(command, Play):
                self._post(command)
            else:
                self._mixer.post(command)

    def _post(self, play: Play) -> None:
        if play.group is Group.REPLY:
            self._answer_end_frame = play.end_frame
        self._judge.note_play(play)
        if play.clip.text and self._settings.speech_gain_db:
            play = replace(play, gain_db=play.gain_db + self._settings.speech_gain_db)
        self._mixer.post(play)

    @singledispatchmethod
    def _carry_out(self, effect: fx.Effect) -> None:
        raise TypeError(f"nobody carries out {effect!r}")

    @_carry_out.register
    def _(self, effect: fx.Say) -> None:
        precedence = Precedence.TEMPO if effect.is_of_tempo else Precedence.ANSWER
        precedence = Precedence.SAFETY if effect.is_of_safety else precedence
        pace = self._pace()
        own = {} if pace is None else pace.own_words
        said = self._schedule.say(
            self._from_frame,
            effect.texts,
            shorter=effect.shorter,
            precedence=precedence,
            own=own,
            line=effect.line,
            follows=effect.follows,
        )
        self._do(said)

    @_carry_out.register
    def _(self, effect: fx.Refuse) -> None:
        said = effect.sentence if effect.is_spoken else None
        self._record(refused_record(self._said, effect.reason, said=said))
        if effect.is_spoken:
            self._do(self._schedule.say(self._from_frame, (effect.sentence,)))
        else:
            self._tell(Telling.REFUSED)

    @_carry_out.register
    def _(self, effect: fx.StartCountIn) -> None:
        pace = self._pace()
        assert pace is not None
        seconds = SHORT_COUNT_IN_SECONDS if effect.is_short else self._settings.count_in_seconds
        done = self.session.reps_done
        begun = self._schedule.begin_set(
            self._from_frame, effect.introduction, pace, done, seconds, may_say_cue=effect.says_cue, line=effect.line
        )
        self._do(begun)

    @_carry_out.register
    def _(self, effect: fx.StopPacing) -> None:
        self._timeline.forget_set(self._now_frame)
        self._do(self._schedule.stop_set(self._from_frame, effect.reason))

    @_carry_out.register
    def _(self, effect: fx.LogSet) -> None:
        # A set that has ended is kept as it was, for "undo that".
        ended = self.session.before if effect.outcome != "started" else None
        self._sets.note(ended or self.session, effect.outcome)

    @_carry_out.register
    def _(self, effect: fx.KeepFeel | fx.AmendSet | fx.TakeBack) -> None:
        self._sets.note_told(effect)

    @_carry_out.register
    def _(self, effect: fx.LogSkippedSide) -> None:
        self._record(skipped_record(effect.exercise, effect.set_number))

    @_carry_out.register
    def _(self, effect: fx.StartRest) -> None:
        end_frame = self._now_frame + frames_from_seconds(effect.seconds, self._sample_rate)
        rest = self._schedule.rest(
            self._from_frame, self._now_frame, end_frame, effect.remind, is_quiet=effect.is_quiet
        )
        self._do(rest)
        self._rests.start(effect.seconds)

    @_carry_out.register
    def _(self, effect: fx.ChangeRest) -> None:
        self._timeline.forget_events(RestDone)
        self._do(self._schedule.extend_rest(self._from_frame, effect.seconds))
        self._rests.extend(effect.seconds)
        self._say_time_left()

    @_carry_out.register
    def _(self, effect: fx.HushRest) -> None:
        self._do(self._schedule.hush_rest(self._from_frame, is_quiet=effect.is_quiet))

    @_carry_out.register
    def _(self, effect: fx.EndRest) -> None:
        if self._schedule.rest_end_frame is None:
            return
        self._rests.note("skipped")
        self._timeline.forget_events(RestDone)
        self._do(self._schedule.end_rest(self._from_frame))

    @_carry_out.register
    def _(self, effect: fx.SayTimeLeft) -> None:
        self._say_time_left()

    def _say_time_left(self) -> None:
        told_frame = self._schedule.next_answer_frame(self._from_frame) - LEAD_FRAMES
        texts = replies.seconds(round(self._schedule.rest_left_seconds(told_frame)), are_left=True)
        self._do(self._schedule.say(self._from_frame, texts))

    @_carry_out.register
    def _(self, effect: fx.SayCueNow) -> None:
        pace = self._pace()
        assert pace is not None
        self._do(self._schedule.say(self._from_frame, (pace.choice.cue.rep,), own=pace.own_words))

    @_carry_out.register
    def _(self, effect: fx.RaiseAlarm) -> None:
        self._do(self._schedule.raise_alarm(self._from_frame, self.session.volume_db))

    @_carry_out.register
    def _(self, effect: fx.EndAlarm) -> None:
        self._do(self._schedule.end_alarm(self._from_frame))

    @_carry_out.register
    def _(self, effect: fx.ChangeVolume) -> None:
        self._mixer.set_volume(effect.volume_db, self._from_frame)

    @_carry_out.register
    def _(self, effect: fx.AskConfirmation) -> None:
        self._do(self._schedule.say(self._from_frame, effect.texts))
        asked_frame = max(self._from_frame, self._answer_end_frame)
        expires = asked_frame + frames_from_seconds(CONFIRM_SECONDS, self._sample_rate)
        self._timeline.forget_events(ConfirmExpired)
        self._timeline.add(Moment(expires, event=ConfirmExpired(), belongs_to_set=False))

    @_carry_out.register
    def _(self, effect: fx.Close) -> None:
        after = frames_from_seconds(AFTER_GOODBYE_SECONDS, self._sample_rate)
        self.finish_frame = max(self._from_frame, self._answer_end_frame) + after
