"""Tempo: what is read, what is refused and with which words."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from repcue.core.errors import TempoError
from repcue.core.tempo import PHASES, Phase, Tempo, Untimed, parse_tempo

WAYS = ["4-0-1-0", "4/0/1/0", "4:0:1:0", "4 0 1 0", "4010", " 4010 ", "4-0-1", "401"]


@pytest.mark.parametrize("text", WAYS)
def test_the_same_tempo_can_be_written_in_many_ways(text: str) -> None:
    assert parse_tempo(text) == Tempo(4, 0, 1, 0)


@pytest.mark.parametrize("text", ["40X0", "40x0", "4-0-X-0", "4:0:x:0"])
def test_an_explosive_phase_is_written_x(text: str) -> None:
    assert parse_tempo(text) == Tempo(4, 0, Untimed.EXPLOSIVE, 0)


def test_an_assisted_phase_is_written_a() -> None:
    assert parse_tempo("40A0").concentric is Untimed.ASSISTED


def test_two_digits_need_separators() -> None:
    assert parse_tempo("10-0-1-0") == Tempo(10, 0, 1, 0)


HOW = "like 3-1-1-0 (lower, pause, lift, pause; X means as fast as possible)."
REFUSED = {
    "": f"Tempo '' has no parts; write four, {HOW}",
    "4": f"Tempo '4' has one part; write four, {HOW}",
    "31": f"Tempo '31' has two parts; write four, {HOW}",
    "3-1": f"Tempo '3-1' has two parts; write four, {HOW}",
    "10010": f"Tempo '10010' has 5 parts; write four, {HOW}",
    "3–1–1–0": f"Tempo '3–1–1–0' has dashes that only look like hyphens; write plain hyphens, {HOW}",
    "3—1—1": f"Tempo '3—1—1' has dashes that only look like hyphens; write plain hyphens, {HOW}",
    "3\u22121-1-0": f"Tempo '3\u22121-1-0' has dashes that only look like hyphens; write plain hyphens, {HOW}",
    "03.01.2001": f"Tempo '03.01.2001' cannot be read; write the seconds of four phases, {HOW}",
    "3.1.1.0": f"Tempo '3.1.1.0' cannot be read; write the seconds of four phases, {HOW}",
    "slowly": f"Tempo 'slowly' cannot be read; write the seconds of four phases, {HOW}",
    "-4-0-1-0": f"Tempo '-4-0-1-0' has a negative part; a phase lasts 0 seconds or more, {HOW}",
    "4--1-1-0": f"Tempo '4--1-1-0' has a negative part; a phase lasts 0 seconds or more, {HOW}",
    "0-0-0-0": f"Tempo '0-0-0-0' is all zeros; at least one phase must last, {HOW}",
    "4-0-fast-0": f"Tempo '4-0-fast-0': 'fast' is no number of seconds, X or A; write it {HOW}",
    "4-0-1.5-0": f"Tempo '4-0-1.5-0': '1.5' is no number of seconds, X or A; write it {HOW}",
    "4-0-²-0": f"Tempo '4-0-²-0': '²' is no number of seconds, X or A; write it {HOW}",
    "61-0-1-0": f"Tempo '61-0-1-0': a phase of 61 seconds is too long; at most 60, {HOW}",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_what_is_no_tempo_is_refused_with_what_would_be_one(text: str, message: str) -> None:
    with pytest.raises(TempoError) as refused:
        parse_tempo(text)
    assert str(refused.value) == message


def test_an_untimed_phase_elsewhere_is_warned_of() -> None:
    assert parse_tempo("3-A-X-0").warnings() == (
        "Tempo '3-A-X-0' has an A in the stretched phase; it is meant for the concentric.",
    )
    assert parse_tempo("3-1-X-0").warnings() == ()


def test_an_untimed_phase_lasts_as_long_as_is_set() -> None:
    tempo = parse_tempo("40X0")
    assert tempo.seconds_of(Phase.CONCENTRIC, explosive_seconds=0.3) == 0.3
    assert tempo.rep_seconds(explosive_seconds=0.3) == 4.3
    assert tempo.with_eccentric(2).rep_seconds(explosive_seconds=1.0) == 3.0


LENGTHS = st.one_of(st.integers(0, 60), st.sampled_from(list(Untimed)))


@hypothesis_settings(deadline=None, derandomize=True)
@given(st.tuples(LENGTHS, LENGTHS, LENGTHS, LENGTHS).filter(any))
def test_a_tempo_is_read_as_it_is_written(lengths: tuple[int | Untimed, ...]) -> None:
    tempo = Tempo(*lengths)
    assert parse_tempo(str(tempo)) == tempo
    assert tuple(tempo.length_of(phase) for phase in PHASES) == lengths


@hypothesis_settings(deadline=None, derandomize=True)
@given(st.text(max_size=12))
def test_any_text_is_a_tempo_or_refused_in_a_sentence(text: str) -> None:
    try:
        parse_tempo(text)
    except TempoError as refused:
        assert str(refused).startswith(f"Tempo {text!r}")
