"""What the certainty of an ear is fitted on: which recordings, and what is noted of each."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tone_ear import manifest, tone, write

from repcue.bench.evidence import collect, seen_in, to_json
from repcue.bench.evidence_rows import SLOWER, Change, EvidencePart, changed, evidence_parts, wordless
from repcue.bench.goal_rows import OURS, Folders, Part
from repcue.bench.goal_run import EarChoice, grammars_of
from repcue.bench.hearing_clips import read_manifest
from repcue.bench.hearing_stream import Mixing
from repcue.core.grammar import Grammar
from repcue.core.units import EAR_RATE
from support.spoken import spoken

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
CHOICE = EarChoice("bundled", None, {name: BENCHMARKS / f"{name}.yaml" for name in ("orders", "words")})


@pytest.fixture(scope="module")
def grammars() -> Mapping[str, Grammar]:
    return grammars_of(CHOICE)


def folders(folder: Path) -> Folders:
    """Three commands and talk of one voice, an order, a word, a hum and a song; both folders are the same."""
    said = ("next set", "stop", "slower", "the weather is fine")
    sounds = dict(zip(said, spoken(said, "en-us+m3", 160), strict=True))
    rows = [("command", text, sounds[text]) for text in said[:3]]
    rows += [("other_speech", said[3], sounds[said[3]]), ("word", "stop", sounds["stop"])]
    rows.append(("order", '{"size": "large"}', sounds["slower"]))
    with manifest(folder, rows).open("a", encoding="utf-8") as file:
        for name, kind in (("exercise bike", "noise"), ("song", "music")):
            write(folder / f"{name}.wav", tone(300, 1.0, 0.01))
            file.write(f"{name}.wav,{kind},,\n")
    return Folders(folder, folder)


def found(parts: list[EvidencePart], name: str) -> EvidencePart:
    return next(each for each in parts if each.name == name)


def test_commands_in_quiet_and_noise_talk_noise_alone_and_screams_are_heard(
    tmp_path: Path, grammars: Mapping[str, Grammar]
) -> None:
    parts = evidence_parts(folders(tmp_path), grammars)
    names = list(dict.fromkeys(each.name for each in parts))
    assert names[:3] == ["clean", "gym talk", "talk"]
    assert {"music", "bike", "words", "single words", "telephone", "no word"} <= set(names)
    assert names[-1] == "screams"
    assert "restaurant" not in names, "what is not at hand is left out"


def test_orders_are_heard_once_as_orders_and_once_as_talk_in_our_own_grammar(
    tmp_path: Path, grammars: Mapping[str, Grammar]
) -> None:
    parts = evidence_parts(folders(tmp_path), grammars)
    orders, as_talk = found(parts, "orders"), found(parts, "orders as talk")
    assert orders.part is not None
    assert as_talk.part is not None
    assert (orders.part.grammar, orders.is_no_command) == ("orders", False)
    assert (as_talk.part.grammar, as_talk.is_no_command) == (OURS, True)


def test_slower_is_longer_and_by_telephone_has_no_bass() -> None:
    low, high = tone(100, 1.0), tone(1000, 1.0)
    assert len(changed(low, Change.SLOWER)) == pytest.approx(EAR_RATE / SLOWER, abs=2)
    assert np.abs(changed(low, Change.TELEPHONE)).max() < 0.05
    assert np.abs(changed(high, Change.TELEPHONE)[2000:-2000]).max() == pytest.approx(0.5, rel=0.05)
    assert changed(low, Change.NONE) is low


def test_noise_alone_is_heard_as_loud_as_recorded_and_softer(tmp_path: Path) -> None:
    path = write(tmp_path / "hum.wav", tone(300, 1.0, 0.4))
    loud, soft = wordless(EvidencePart("no word", None, sounds=(path,)))
    assert np.abs(loud).max() == pytest.approx(0.4, rel=0.01)
    assert np.abs(soft).max() == pytest.approx(0.1, rel=0.01)


@pytest.mark.slow
def test_every_candidate_is_noted_with_its_evidence_and_only_what_was_said_is_right(
    tmp_path: Path, grammars: Mapping[str, Grammar]
) -> None:
    clean = found(evidence_parts(folders(tmp_path), grammars), "clean")
    seen, talk_seconds = seen_in(clean, CHOICE)
    assert talk_seconds == 0.0
    right = {each.phrase for each in seen if each.is_right}
    assert right >= {"next set", "stop", "slower"}
    same = {"next set", "stop", "stop it", "stop now", "stop please", "slower", "go slower"}
    assert right <= same, "which mean what was said"
    assert any(not each.is_right for each in seen)
    assert all(each.is_clean and not each.is_talk and not each.follows_talk for each in seen)
    assert all(len(each.features) == len(seen[0].features) > 20 for each in seen)
    assert to_json(seen)[0]["phrase"] == seen[0].phrase
    assert {each.phrase for each in seen if each.is_right and not each.is_passed} >= {"next set", "stop", "slower"}


@pytest.mark.slow
def test_what_was_judged_before_somebody_spoke_on_is_told_apart(
    tmp_path: Path, grammars: Mapping[str, Grammar]
) -> None:
    (sound,) = spoken(("stop",), "en-us+m3", 160)
    spoken_on = np.concatenate(
        (sound, np.zeros(1_600, dtype=np.float32), spoken(("water bottle",), "en-us+m3", 160)[0])
    )
    manifest(tmp_path, [("other_speech", "stop water bottle", spoken_on)])
    (talk, _screams) = evidence_parts(Folders(None, None), grammars, others=(tmp_path,))
    seen, _ = seen_in(talk, CHOICE)
    assert any(each.is_passed for each in seen)
    assert not all(each.is_passed for each in seen)


def test_further_folders_of_talk_are_rows_by_their_names(tmp_path: Path, grammars: Mapping[str, Grammar]) -> None:
    (sound,) = spoken(("star",), "en-us+m3", 160)
    manifest(tmp_path, [("other_speech", "star", sound)])
    parts = evidence_parts(Folders(None, None), grammars, others=(tmp_path,))
    assert [each.name for each in parts] == [tmp_path.name, "screams"]


@pytest.mark.slow
def test_talk_is_told_with_its_length_and_nothing_in_it_is_right(
    tmp_path: Path, grammars: Mapping[str, Grammar]
) -> None:
    talk = found(evidence_parts(folders(tmp_path), grammars), "talk")
    ((seen, talk_seconds),) = collect([talk], CHOICE, 1)
    assert 0.8 < talk_seconds < 3.0
    assert not any(each.is_right for each in seen)
    assert all(each.is_talk for each in seen)


@pytest.mark.slow
def test_an_order_in_our_own_grammar_is_never_right(tmp_path: Path, grammars: Mapping[str, Grammar]) -> None:
    # Its sound is "slower", which our grammar has.
    as_talk = found(evidence_parts(folders(tmp_path), grammars), "orders as talk")
    seen, _ = seen_in(as_talk, CHOICE)
    assert "slower" in {each.phrase for each in seen}
    assert not any(each.is_right or each.is_talk for each in seen)


@pytest.mark.slow
def test_what_comes_right_after_other_talk_is_told_so(tmp_path: Path, grammars: Mapping[str, Grammar]) -> None:
    said = ("we went there", "next set")
    first, second = spoken(said, "en-us+m3", 150)
    gap = np.zeros(round(0.6 * EAR_RATE), dtype=np.float32)
    rows = [("other_speech", "", np.concatenate((first, gap, second)))]
    clips = read_manifest(manifest(tmp_path, rows), grammars[OURS], kinds=("other_speech",))
    alone = Part("talk", 0, tuple(clips), OURS, None, None, Mixing.ACTIVE, 0)
    seen, _ = seen_in(EvidencePart("talk", alone), CHOICE)
    assert {each.follows_talk for each in seen if each.phrase == "next set"} == {True}
