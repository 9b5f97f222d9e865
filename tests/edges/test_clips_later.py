"""Clips that may wait: rendered when asked for, and in a live session by a thread while nobody lifts."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event

from repcue.core.clip import Samples
from repcue.core.errors import VoiceError
from repcue.edges.clip_bank import ClipBank
from repcue.edges.clips_later import ClipsLater
from repcue.testing.voices import ToneVoice

RATE = 48_000
BENCH = ("bench press", "Squeeze your chest", "Chest")
SQUAT = ("squat", "Push the floor away", "Floor")
PATIENCE_SECONDS = 20.0


class ToldVoice(ToneVoice):
    """Says when it rendered how many."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.is_done = Event()
        self._count = count

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Return a sound for every text."""
        made = super().render(texts, progress)
        if len(self.rendered) >= self._count:
            self.is_done.set()
        return made


class BrokenVoice(ToneVoice):
    """Fails, and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.has_failed = Event()

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Raise."""
        self.has_failed.set()
        raise VoiceError("The voice could not speak.")


def test_an_offered_text_is_rendered_with_its_group_when_it_is_asked_for(tmp_path: Path) -> None:
    voice = ToneVoice()
    bank = ClipBank(voice, tmp_path, RATE)
    bank.offer([BENCH, SQUAT])
    assert voice.rendered == []
    clip = bank.speech("Chest")
    assert clip is not None
    assert clip.text == "Chest"
    assert voice.rendered == list(BENCH)
    assert bank.speech("Squeeze your chest") is not None
    assert bank.speech("never offered") is None
    assert voice.rendered == list(BENCH)


def test_all_groups_are_rendered_in_their_order_while_at_rest(tmp_path: Path) -> None:
    voice = ToldVoice(6)
    bank = ClipBank(voice, tmp_path, RATE)
    with ClipsLater(bank, [BENCH, SQUAT]):
        assert voice.is_done.wait(PATIENCE_SECONDS)
    assert voice.rendered == [*BENCH, *SQUAT]
    assert bank.speech("Floor") is not None


def test_in_a_set_only_what_is_asked_for_is_rendered(tmp_path: Path) -> None:
    voice = ToldVoice(3)
    bank = ClipBank(voice, tmp_path, RATE)
    later = ClipsLater(bank, [BENCH, SQUAT])
    later.rest(is_at_rest=False)
    assert bank.speech("Floor") is None
    with later:
        assert voice.is_done.wait(PATIENCE_SECONDS)
    assert voice.rendered == list(SQUAT)


def test_what_is_wanted_comes_before_the_rest_and_once(tmp_path: Path) -> None:
    voice = ToldVoice(6)
    later = ClipsLater(ClipBank(voice, tmp_path, RATE), [BENCH, SQUAT])
    later.want(SQUAT)
    later.want(SQUAT)
    with later:
        assert voice.is_done.wait(PATIENCE_SECONDS)
    assert voice.rendered == [*SQUAT, *BENCH]


def test_a_voice_that_fails_is_told_of_and_stops_nothing(tmp_path: Path) -> None:
    voice = BrokenVoice()
    bank = ClipBank(voice, tmp_path, RATE)
    later = ClipsLater(bank, [BENCH])
    with later:
        assert voice.has_failed.wait(PATIENCE_SECONDS)
    assert later.take_failure() == "Some speech is missing: The voice could not speak."
    assert later.take_failure() is None
    assert bank.speech("Chest") is None


def test_other_groups_take_the_place_of_those_of_before_once_nobody_lifts(tmp_path: Path) -> None:
    voice = ToldVoice(3)
    later = ClipsLater(ClipBank(voice, tmp_path, RATE), [BENCH])
    later.rest(is_at_rest=False)
    with later:
        done = later.renew(lambda: (SQUAT,))
        assert not done.done()
        later.rest(is_at_rest=True)
        assert done.result(PATIENCE_SECONDS) is None
        assert voice.is_done.wait(PATIENCE_SECONDS)
    assert voice.rendered == list(SQUAT)


def test_what_fails_in_a_renewal_is_told_to_who_asked_and_the_groups_of_before_stay(tmp_path: Path) -> None:
    voice = ToldVoice(3)
    later = ClipsLater(ClipBank(voice, tmp_path, RATE), [BENCH])

    def fail() -> tuple[tuple[str, ...], ...]:
        raise VoiceError("The voice could not speak.")

    done = later.renew(fail)
    with later:
        assert str(done.exception(PATIENCE_SECONDS)) == "The voice could not speak."
        assert voice.is_done.wait(PATIENCE_SECONDS)
    assert voice.rendered == list(BENCH)
