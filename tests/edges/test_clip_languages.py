"""Lines in another language are said by a voice of that language, all else by the coach's own."""

from pathlib import Path

import pytest

from repcue.edges.clip_bank import ClipBank
from repcue.edges.pack_files import read_packs
from repcue.edges.voices.open_voice import voice_of_language
from repcue.prepare import Wanted, prepare, say_in_languages
from repcue.testing.voices import ToneVoice

RATE = 16_000


def test_each_text_is_said_by_its_own_voice(tmp_path: Path) -> None:
    coach, german = ToneVoice(fingerprint="coach"), ToneVoice(fingerprint="german")
    bank = ClipBank(coach, tmp_path, RATE)
    bank.let_say(german, ["Brust", "Stange"])
    told: list[tuple[int, int]] = []
    bank.prepare(["one", "Brust", "two", "Stange"], lambda done, total: told.append((done, total)))
    assert (coach.rendered, german.rendered) == (["one", "two"], ["Brust", "Stange"])
    assert told[-1] == (4, 4)
    assert bank.speech("Brust") is not None


def test_what_a_voice_said_is_kept_for_that_voice_only(tmp_path: Path) -> None:
    first = ClipBank(ToneVoice(fingerprint="coach"), tmp_path, RATE)
    first.prepare(["Start"])
    german = ToneVoice(fingerprint="german")
    second = ClipBank(ToneVoice(fingerprint="coach"), tmp_path, RATE)
    second.let_say(german, ["Start"])
    second.prepare(["Start"])
    assert german.rendered == ["Start"]


def test_a_country_has_the_voice_of_its_language() -> None:
    assert voice_of_language("de-AT").fingerprint == voice_of_language("de").fingerprint
    assert voice_of_language("de").fingerprint != voice_of_language("fr").fingerprint


@pytest.mark.slow
def test_a_pack_is_read_rendered_and_said_in_the_language_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path))
    prepared = prepare(Wanted(packs=("home-basics", "essentials"), language="de"))
    assert prepared.notices == ("Pack 'essentials' has no texts in 'de'; those in 'en' are used.",)
    cue = prepared.catalogue.exercise("side-plank").cues[0]
    assert cue.rep == "Spann die Taille an"
    assert prepared.packs.languages[cue.rep] == "de"
    assert prepared.catalogue.find("side plank").spoken_name == "side plank"
    bank = ClipBank(coach := ToneVoice(), tmp_path / "clips", RATE)
    say_in_languages(bank, prepared.packs.languages)
    bank.prepare([cue.rep])
    assert coach.rendered == []
    clip = bank.speech(cue.rep)
    assert clip is not None
    assert 0.4 < clip.frames / RATE < 2.5


def test_without_a_language_packs_are_as_they_were() -> None:
    read = read_packs(["home-basics"])
    assert (dict(read.languages), read.notices) == ({}, ())
    assert read_packs(["home-basics"], language="en").packs == read.packs
