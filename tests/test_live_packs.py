"""Hot reload, with real files and the real threads: a saved pack is used from the next set on, a broken one told."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from repcue.core.messages import AudioBlock
from repcue.core.mixer import Mixer
from repcue.core.session_state import State
from repcue.core.sounds import sounds
from repcue.edges.audio_files import WavWriter
from repcue.edges.clip_bank import ClipBank
from repcue.edges.clips_later import ClipsLater
from repcue.edges.saved_files import SavedFiles
from repcue.live_packs import LivePacks
from repcue.pipeline import Pipeline
from repcue.prepare import Wanted, opened_record, prepare
from repcue.stages import Stages
from repcue.testing.ears import LearningScriptedEar
from repcue.testing.voices import ToneVoice
from support.pack_texts import SQUAT

RATE: Final = 48_000
STEP_FRAMES: Final = RATE // 10
PATIENCE_SECONDS: Final = 20.0
PACK: Final = (
    SQUAT
    + """\
    tempo: 3-0-1-0
    reps: 3
    cues:
      - {focus: external, rep: Push the floor away}
"""
)


@dataclass
class Gym:
    """A live session without devices: time moves when somebody moves it."""

    file: Path
    home: Path
    stack: ExitStack
    records: list[Any] = field(default_factory=list)
    now_frame: int = 0
    looked_seconds: float = 0.0
    unhearable: tuple[str, ...] = ("blork",)

    def open(self) -> None:
        """Begin the session."""
        prepared = prepare(Wanted(packs=(str(self.file.parent),)))
        self.voice = ToneVoice()
        self.bank = ClipBank(self.voice, self.home / "clips", RATE)
        self.saved = SavedFiles(prepared.settings.packs, prepared.packs)
        later = self.stack.enter_context(ClipsLater(self.bank, ()))
        self.ear = LearningScriptedEar(prepared.grammar, unhearable=self.unhearable)
        self.packs = LivePacks(prepared.catalogue, self.saved, self.bank, later, self.ear)
        self.mixer = Mixer(RATE)
        stages = Stages(prepared.grammar, self.bank, sounds(RATE), self.mixer, self.records.append)
        self.pipeline = Pipeline(stages, prepared.session, prepared.settings)
        self.pipeline.open(opened_record(prepared, RATE, "script", None))

    def say(self, text: str) -> None:
        """Say something to the ear."""
        self.ear.say(text)
        self.listen()

    def listen(self) -> None:
        """Have a block heard."""
        block = AudioBlock(np.zeros(160, dtype=np.float32), self.now_frame / RATE)
        for heard in self.ear.feed(block):
            self.pipeline.hear(heard, self.now_frame)

    def go_on(self, seconds: float = 0.3) -> None:
        """Let the session go on."""
        block = np.zeros(STEP_FRAMES, dtype=np.float32)
        for _ in range(round(10 * seconds)):
            self.now_frame += STEP_FRAMES
            self.listen()
            self.pipeline.step(self.now_frame)
            self.packs.step(self.pipeline, self.now_frame)
            self.mixer.render_into(block)

    def save(self, text: str, file: Path | None = None) -> None:
        """Save a file and let it be looked at twice, as the watching thread does."""
        file = file or self.file
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        later_ns = 10**9 * (10 + round(self.looked_seconds)) + file.stat().st_mtime_ns
        os.utime(file, ns=(later_ns, later_ns))
        for seconds in (1.0, 0.25):
            self.looked_seconds += seconds
            self.saved.look(self.looked_seconds)
        self.go_on()
        if self.packs.rendering is not None:
            self.packs.rendering.exception(PATIENCE_SECONDS)  # waits for it
        self.go_on()

    def told(self, kind: str) -> list[Any]:
        """The records of a kind."""
        return [record for record in self.records if record["kind"] == kind]

    def cues(self) -> set[str]:
        """What was said on repetitions, or would have been."""
        return {record["text"] for record in self.told("cue") if record["rep_number"]}


@pytest.fixture
def gym(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gym]:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "legs" / "pack.yaml"
    file.parent.mkdir()
    file.write_text(PACK, encoding="utf-8")
    with ExitStack() as stack:
        gym = Gym(Path("./legs/pack.yaml").absolute(), tmp_path, stack)
        gym.open()
        gym.say("squat")
        gym.go_on()
        yield gym


def test_the_next_set_uses_what_was_saved(gym: Gym) -> None:
    gym.save(PACK.replace("Push the floor away", "Drive the floor down").replace("3-0-1-0", "4-0-1-0"))
    assert [record["detail"] for record in gym.told("packs")] == ["legs is read again; the next set uses it."]
    assert gym.bank.speech("Drive the floor down") is not None
    gym.say("next set")
    gym.go_on(40.0)
    assert gym.cues() == {"Drive the floor down"}
    assert {record["tempo"] for record in gym.told("set")} == {"4-0-1-0"}
    assert gym.told("problem") == []


def test_a_broken_save_keeps_the_version_before_and_says_so(gym: Gym) -> None:
    gym.save(PACK.replace("3-0-1-0", "3-0-one"))
    (problem,) = gym.told("problem")
    assert (problem["what"], problem["count"]) == ("pack", 1)
    assert problem["detail"].startswith("legs/pack.yaml:12:12: exercises[0].tempo: ")
    assert problem["detail"].endswith(" The version before stays in use.")
    gym.go_on(1.0)
    assert [record["clip"] for record in gym.told("play") if record["class"] == "alert"] == ["earcon.refused"]
    gym.say("next set")
    gym.go_on(40.0)
    assert {record["tempo"] for record in gym.told("set")} == {"3-0-1-0"}


def test_a_pack_that_is_mended_is_used(gym: Gym) -> None:
    gym.save("exercises: [")
    gym.save(PACK.replace("3-0-1-0", "5-0-1-0"))
    assert len(gym.told("problem")) == 1
    assert str(gym.pipeline.session.tempo) == "5-0-1-0"


def test_a_pack_that_is_gone_is_told(gym: Gym) -> None:
    gym.file.unlink()
    for seconds in (1.0, 1.25):
        gym.saved.look(seconds)
    gym.go_on()
    (problem,) = gym.told("problem")
    assert problem["detail"].startswith("There is no pack ")
    assert problem["detail"].endswith("legs/pack.yaml does not exist. Check the path. The version before stays in use.")


def test_a_pack_that_takes_another_id_is_told(gym: Gym) -> None:
    gym.save(PACK.replace("id: legs", "id: lower-body"))
    assert [record["detail"] for record in gym.told("problem")] == [
        "The pack 'legs' has another id; that is used after a restart. The version before stays in use."
    ]


def test_nothing_is_told_or_changed_while_somebody_lifts(gym: Gym) -> None:
    gym.say("next set")
    gym.go_on(9.0)
    assert gym.pipeline.session.state == "lifting"
    before = gym.pipeline.session.exercise
    gym.save(PACK.replace("Push the floor away", "Drive the floor down"))
    assert (gym.pipeline.session.exercise, gym.told("packs"), gym.told("problem")) == (before, [], [])
    while gym.pipeline.session.state is not State.RESTING:
        gym.go_on()
    gym.go_on()
    if gym.packs.rendering is not None:
        gym.packs.rendering.result(PATIENCE_SECONDS)
    gym.go_on()
    assert len(gym.told("packs")) == 1
    assert gym.cues() == {"Push the floor away"}


def test_the_users_own_changes_count_at_once(gym: Gym) -> None:
    gym.save("exercises:\n  back-squat: {reps: 7}\n", gym.home / "overrides" / "legs.yaml")
    assert gym.pipeline.session.target_reps == 7
    gym.save("exercises:\n  back-squat: {reps: many}\n", gym.home / "overrides" / "legs.yaml")
    assert gym.pipeline.session.target_reps == 7
    assert len(gym.told("problem")) == 1


LOW_BAR: Final = PACK.replace("[squat]", "[squat, low bar]")
NO_SQUAT: Final = PACK.replace("[squat]", "[low bar]")


def told_of(gym: Gym, text: str) -> None:
    """Say something, and let it be written what becomes of it."""
    gym.say(text)
    gym.go_on(0.1)


def details(gym: Gym, kind: str) -> list[str]:
    return [record["detail"] for record in gym.told(kind)]


def test_a_name_that_is_saved_can_be_said_without_a_restart(gym: Gym) -> None:
    told_of(gym, "low bar")
    assert gym.told("intent")[-1]["text"] == "squat"
    gym.save(LOW_BAR)
    told_of(gym, "low bar")
    assert details(gym, "packs") == ["legs is read again; the next set uses it."]
    assert details(gym, "names") == ['The ear now knows "low bar".']
    assert (gym.told("intent")[-1]["text"], gym.told("refused"), gym.told("problem")) == ("low bar", [], [])


def test_the_ear_learns_when_nobody_speaks_and_hears_what_it_knew_until_then(gym: Gym) -> None:
    gym.ear.is_speech_on = True
    gym.save(LOW_BAR)
    told_of(gym, "low bar")
    told_of(gym, "squat")
    assert (gym.told("names"), gym.told("intent")[-1]["text"]) == ([], "squat")
    gym.ear.is_speech_on = False
    gym.go_on()
    told_of(gym, "low bar")
    assert (len(gym.told("names")), gym.told("intent")[-1]["text"]) == (1, "low bar")


def test_a_name_that_is_taken_away_is_not_acted_on_even_before_the_ear_has_learnt(gym: Gym) -> None:
    gym.ear.is_speech_on = True
    gym.save(NO_SQUAT)
    before = gym.pipeline.session
    told_of(gym, "squat")
    assert [(each["text"], each["reason"]) for each in gym.told("refused")] == [("squat", "not_a_command")]
    assert gym.pipeline.session is before
    gym.ear.is_speech_on = False
    gym.go_on()
    assert details(gym, "names") == ['The ear now knows "low bar". The ear no longer knows "squat".']
    told_of(gym, "squat")
    assert len(gym.told("heard")) == 2


def test_a_name_that_means_another_lift_picks_that(gym: Gym) -> None:
    second = PACK.partition("exercises:\n")[2].replace("back-squat", "front-squat").replace("Back", "Front")
    gym.save(NO_SQUAT + second)
    told_of(gym, "squat")
    assert gym.pipeline.session.exercise is not None
    assert gym.pipeline.session.exercise.id == "front-squat"


def test_places_that_are_saved_can_be_told(gym: Gym) -> None:
    gym.save(PACK + "    wrong_feel:\n      - {feel: left ear, say: Take a break.}\n")
    told_of(gym, "i feel it in my left ear")
    assert details(gym, "names") == ["The ear now knows the words of the saved packs."]
    assert gym.told("intent")[-1]["slots"] == {"place": "left ear"}


def test_a_word_that_the_ear_does_not_know_is_told(gym: Gym) -> None:
    gym.save(PACK.replace("[squat]", "[squat, blork, low bar]"))
    assert details(gym, "names") == [
        'The ear now knows "low bar". The ear does not know how "blork" sounds and never hears "blork"; '
        "write its sound under pronunciations."
    ]
    assert [record["unheard"] for record in gym.told("names")] == [["blork"]]


def test_an_ear_that_can_not_learn_goes_on_and_says_so(gym: Gym) -> None:
    gym.ear.trouble = "It broke."
    gym.save(LOW_BAR.replace("3-0-1-0", "4-0-1-0"))
    assert details(gym, "problem") == [
        'It broke. The ear hears what it heard before. Heard after a restart: "low bar".'
    ]
    assert [record["what"] for record in gym.told("problem")] == ["ear"]
    told_of(gym, "squat")
    gym.say("next set")
    gym.go_on(1.0)
    assert [record["clip"] for record in gym.told("play") if record["class"] == "alert"] == ["earcon.refused"]
    assert {record["text"] for record in gym.told("intent")} == {"squat", "next set"}
    assert str(gym.pipeline.session.tempo) == "4-0-1-0"


def test_an_ear_that_could_not_learn_learns_what_is_saved_after_that(gym: Gym) -> None:
    gym.ear.trouble = "It broke."
    gym.save(LOW_BAR)
    gym.ear.trouble = None
    gym.save(PACK.replace("[squat]", "[squat, low bar, deep squat]"))
    assert details(gym, "names") == ['The ear now knows "low bar", "deep squat".']


def test_only_what_can_be_said_is_learnt(gym: Gym) -> None:
    gym.save(PACK.replace("Push the floor away", "Drive the floor down"))
    assert (len(gym.told("packs")), gym.ear.lessons, gym.told("names")) == (1, 0, [])


def test_of_two_saves_that_the_ear_learns_at_once_the_last_is_told(gym: Gym) -> None:
    gym.ear.is_speech_on = True
    gym.save(LOW_BAR)
    gym.save(PACK.replace("[squat]", "[squat, deep squat]"))
    gym.ear.is_speech_on = False
    gym.go_on()
    assert (gym.ear.lessons, details(gym, "names")) == (1, ['The ear now knows "deep squat".'])


def recorded(file: Path, seconds: float) -> None:
    """Leave a recording: a hum."""
    file.parent.mkdir(exist_ok=True)
    times = np.arange(round(16_000 * seconds)) / 16_000
    with WavWriter(file, 16_000) as wav:
        wav.write((0.3 * np.sin(2 * np.pi * 220 * times)).astype(np.float32))


def test_a_recording_comes_changes_and_goes(gym: Gym) -> None:
    clip = gym.file.parent / "clips" / "push.wav"
    recorded(clip, 1.0)
    with_clip = PACK.replace("away}", "away, recording: clips/push.wav}")
    gym.save(with_clip)
    asked = ("Push the floor away", str(clip.resolve()))
    first = gym.bank.speech(*asked)
    assert first is not None
    assert first.clip_id == "recording.push"
    recorded(clip, 0.5)
    gym.save(with_clip)
    second = gym.bank.speech(*asked)
    assert second is not None
    assert second.frames < first.frames
    gym.save(PACK)
    third = gym.bank.speech(*asked)
    assert third is not None
    assert third.clip_id == "say.push-the-floor-away"
    assert len(gym.told("packs")) == 3


def test_a_recording_of_silence_is_told_and_the_version_before_stays(gym: Gym) -> None:
    clip = gym.file.parent / "clips" / "push.wav"
    clip.parent.mkdir()
    with WavWriter(clip, 16_000) as wav:
        wav.write(np.zeros(16_000, dtype=np.float32))
    gym.save(PACK.replace("away}", "away, recording: clips/push.wav}").replace("3-0-1-0", "4-0-1-0"))
    (problem,) = gym.told("problem")
    assert "holds only silence" in problem["detail"]
    assert problem["detail"].endswith("The version before stays in use.")
    assert str(gym.pipeline.session.tempo) == "3-0-1-0"


def test_watching_ends_at_once(gym: Gym) -> None:
    with gym.saved:
        gym.saved.rest(is_at_rest=False)
    assert gym.saved.take() is None
