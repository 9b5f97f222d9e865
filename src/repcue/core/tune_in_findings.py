"""From what a tune-in has measured to what it means, in plain words, and to what is kept for the next session.

`findings_of` asks one question after the other; each is a small function below, with its limits beside it. A finding is
fine, a note (good enough, worth knowing) or a trouble (commands will be missed until something is done).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.own_voice import SAID_OVER_USER_DB
from repcue.core.tune_in_measures import Measured, Take
from repcue.core.tuned import Tuned, needed_score_after

TELEPHONE_HERTZ: Final = 4_300.0
"""Nothing above it: a telephone's band ends at 3.4 kHz, the Bluetooth codec CVSD at 4. Of 60 recordings made through
telephone filters the highest was 4.25; of 60 spoken orders from all kinds of microphones none was below 5."""

WIDEBAND_HERTZ: Final = 8_300.0
"""Nothing above it although the device runs faster: mSBC, Bluetooth's better speech codec, ends at 8 kHz."""

LOW_SPEECH_DBFS: Final = -52.0
"""Softer speech than this the level (24 dB at most, to -24) leaves too soft by more than its dead zone."""

CLIPPED_SHARE: Final = 0.005
"""Share of loud samples at the ceiling. Of 60 real recordings none had more than 0.0016; clipped by 3, 6 and 12 dB the
middle one had 0.007, 0.03 and 0.17."""

LEAST_OVER_NOISE_DB: Final = 10.0
"""Below it the bundled ear misses a command in ten, and more (music and restaurants at 10 dB)."""

GOOD_OVER_NOISE_DB: Final = 20.0
LOUD_HUM_DBFS: Final = -50.0
"""With mains hum of -40 dBFS under speech of -28, stop was taken for another word; with -45 nothing was."""

LARGE_OFFSET: Final = 0.05
"""Share of full scale; it is taken off, yet costs headroom and tells of a bad cable or input."""

RATE_OFF: Final = 0.04
"""Two clocks differ by 0.0003 at most, and counting over ten seconds on a busy machine is exact to 0.02; 44.1 for 48
kHz is 0.08."""

COACH_SPEECH_DBFS: Final = -18.0
"""Root mean square of the coach's clips, which are levelled to -16 LUFS."""


class Verdict(StrEnum):
    """How bad it is."""

    FINE = "fine"
    NOTE = "note"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    """What was looked at, in a word or two."""

    value: str
    """What was found, in a few words."""

    verdict: Verdict = Verdict.FINE
    advice: str = ""
    """What to do, in whole sentences; empty when there is nothing to do."""


_SILENCE: Final = MappingProxyType(
    {
        "linux": "Unmute it and turn it up in the system's sound settings (`pavucontrol`, tab Input Devices, shows a "
        "moving bar when it works).",
        "darwin": "Allow your terminal to use it under System Settings, Privacy & Security, Microphone, and start the "
        "terminal anew.",
        "win32": "Allow desktop apps to use it under Settings, Privacy & security, Microphone.",
    }
)
"""What to do about a microphone that sends nothing, by `sys.platform`."""

_SWITCH: Final = "Look for a switch or a mute key on the microphone or headset; or choose another one with --mic."


def findings_of(measured: Measured, platform: str) -> tuple[Finding, ...]:
    """Return everything there is to say, the most basic things first.

    Args:
        measured: what was measured.
        platform: as in `sys.platform`.
    """
    if measured.is_dead or not measured.quiet.frames:
        return (_dead(platform),)
    parts = (_rate, _noise, _hum, _offset, _echo, _speech, _clipping, _bandwidth)
    found = [finding for part in parts for finding in part(measured)]
    return (*found, *(_take(take) for take in measured.takes), *_commands(measured))


def troubles_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what to do about the troubles, a text each."""
    return tuple(finding.advice for finding in findings if finding.verdict is Verdict.TROUBLE)


def tuned_from(measured: Measured, findings: Sequence[Finding]) -> Tuned | None:
    """Return what to keep for the next session; None where the microphone delivered nothing."""
    if measured.is_dead or not measured.quiet.frames:
        return None
    heard = [take.speech_dbfs for take in measured.takes if take.speech_dbfs is not None]
    return Tuned(
        microphone=measured.microphone,
        speaker=measured.speaker,
        engine=measured.engine,
        echo_delay_seconds=measured.echo.delay_seconds,
        noise_dbfs=measured.quiet.noise_dbfs,
        speech_dbfs=sum(heard) / len(heard) if heard else None,
        needed_score=needed_score_after([take.score for take in measured.takes if take.is_right]),
        troubles=troubles_of(findings),
    )


def _dead(platform: str) -> Finding:
    sentence = _SILENCE.get(platform, _SILENCE["linux"])
    advice = f"The microphone sends nothing at all. {sentence} {_SWITCH}"
    return Finding("microphone", "digital silence", Verdict.TROUBLE, advice)


def _rate(measured: Measured) -> Iterator[Finding]:
    told, true = measured.sample_rate, measured.frames_per_second
    if true is None or abs(true / told - 1.0) <= RATE_OFF:
        return
    advice = (
        f"The microphone says {told} frames a second and delivers {true:.0f}, so all it hears is too high or too low. "
        "Set its sample rate in the system's sound settings, unplug it and plug it in again, or choose another with "
        "--mic."
    )
    yield Finding("sample rate", f"{true:.0f} instead of {told}", Verdict.TROUBLE, advice)


def _noise(measured: Measured) -> Iterator[Finding]:
    quiet = measured.quiet
    if quiet.is_digital_silence:
        advice = (
            "The microphone switches itself off between words. Turn off noise suppression or a noise gate in the "
            "system's sound settings: it swallows the beginnings of words."
        )
        yield Finding("background", "nothing but zeros", Verdict.NOTE, advice)
        return
    yield Finding("background", f"{quiet.noise_dbfs:.0f} dBFS")


def _hum(measured: Measured) -> Iterator[Finding]:
    quiet = measured.quiet
    if quiet.hum_hertz is None:
        return
    value = f"{quiet.hum_hertz} Hz at {quiet.hum_dbfs:.0f} dBFS"
    if quiet.hum_dbfs < LOUD_HUM_DBFS:
        yield Finding("mains hum", value)
        return
    advice = (
        f"The microphone hums at {quiet.hum_hertz} Hz: the mains comes in. Try another socket or cable, run the laptop "
        "on its battery, or keep the cable away from power supplies."
    )
    yield Finding("mains hum", value, Verdict.TROUBLE, advice)


def _offset(measured: Measured) -> Iterator[Finding]:
    if abs(measured.quiet.offset) < LARGE_OFFSET:
        return
    advice = "The input carries a constant offset. It is taken off; if hearing is bad, try another cable or input."
    yield Finding("offset", f"{measured.quiet.offset:+.0%} of full scale", Verdict.NOTE, advice)


def _echo(measured: Measured) -> Iterator[Finding]:
    echo = measured.echo
    if echo.delay_seconds is None or echo.gain_db is None:
        yield Finding("echo", "none: headphones, or the speaker is off")
        return
    over_user_db = echo_over_user_db(measured)
    value = f"{echo.gain_db:.0f} dB, after {1000 * echo.delay_seconds:.0f} ms"
    if over_user_db is None or over_user_db <= SAID_OVER_USER_DB:
        yield Finding("echo", f"{value}; it is taken out")
        return
    advice = (
        f"The coach reaches the microphone {over_user_db:.0f} dB louder than you do; up to {SAID_OVER_USER_DB:.0f} can "
        "be taken out. Turn the speaker down, move the microphone away from it and towards you, or wear earbuds."
    )
    yield Finding("echo", value, Verdict.TROUBLE, advice)


def echo_over_user_db(measured: Measured) -> float | None:
    """Return how much louder than the user the coach's speech comes back; None where one of them is not heard."""
    loud = [take.speech_dbfs for take in measured.takes if take.speech_dbfs is not None]
    if not loud or measured.echo.gain_db is None:
        return None
    return COACH_SPEECH_DBFS + measured.echo.gain_db - sum(loud) / len(loud)


def _speech(measured: Measured) -> Iterator[Finding]:
    loud = [take.speech_dbfs for take in measured.takes if take.speech_dbfs is not None]
    over = [take.over_noise_db for take in measured.takes if take.over_noise_db is not None]
    if not loud or not over:
        if measured.takes:
            advice = (
                "Nothing of what you said stands out from the background. Go nearer to the microphone, turn it up in "
                "the system's sound settings, or choose another with --mic."
            )
            yield Finding("your voice", "not heard", Verdict.TROUBLE, advice)
        return
    speech_dbfs, over_noise_db = sum(loud) / len(loud), sum(over) / len(over)
    value = f"{speech_dbfs:.0f} dBFS, {over_noise_db:.0f} dB over the background"
    if speech_dbfs < LOW_SPEECH_DBFS:
        advice = "You are very soft. Turn the microphone up in the system's sound settings, or go nearer to it."
        yield Finding("your voice", value, Verdict.TROUBLE, advice)
    elif over_noise_db < LEAST_OVER_NOISE_DB:
        advice = (
            "The background is nearly as loud as you are. Go nearer to the microphone, turn away from the loudspeakers "
            "of the room, or use a microphone that you wear."
        )
        yield Finding("your voice", value, Verdict.TROUBLE, advice)
    elif over_noise_db < GOOD_OVER_NOISE_DB:
        advice = "It is rather noisy: speak up, and come nearer for what must be heard."
        yield Finding("your voice", value, Verdict.NOTE, advice)
    else:
        yield Finding("your voice", value)


def _clipping(measured: Measured) -> Iterator[Finding]:
    share = max((take.clipped_share for take in measured.takes), default=0.0)
    if share < CLIPPED_SHARE:
        return
    advice = (
        "You are cut off at full scale. Turn the microphone down in the system's sound settings, switch off its boost, "
        "or go further away."
    )
    yield Finding("clipping", f"{share:.1%} of the loud samples", Verdict.TROUBLE, advice)


def _bandwidth(measured: Measured) -> Iterator[Finding]:
    hertz = measured.bandwidth_hertz
    if hertz is None:
        return
    value = f"up to {hertz / 1000:.1f} kHz"
    if hertz <= TELEPHONE_HERTZ:
        advice = (
            "The microphone sounds like a telephone, as a Bluetooth headset does while its microphone is on; commands "
            "are mistaken for one another. Choose the laptop's or a USB microphone with --mic and keep the headset for "
            "sound."
        )
        yield Finding("bandwidth", value, Verdict.TROUBLE, advice)
    elif hertz <= WIDEBAND_HERTZ and measured.sample_rate > 2 * WIDEBAND_HERTZ:
        advice = (
            "Nothing above 8 kHz comes through, as from a Bluetooth headset in its better speech mode. That is enough "
            "for commands; but if these are your earbuds, music sounds like a telephone while their microphone is on."
        )
        yield Finding("bandwidth", value, Verdict.NOTE, advice)
    else:
        yield Finding("bandwidth", value)


def _take(take: Take) -> Finding:
    name = f"“{take.phrase}”"
    if take.is_right and take.score >= CERTAIN_SCORE:
        return Finding(name, f"heard, score {take.score:.2f}")
    if take.is_right:
        return Finding(name, f"heard in doubt, score {take.score:.2f}", Verdict.NOTE)
    if take.heard:
        return Finding(name, f"taken for “{take.heard}”, score {take.score:.2f}", Verdict.NOTE)
    return Finding(name, "not heard" if take.speech_dbfs is None else "not understood", Verdict.NOTE)


def _commands(measured: Measured) -> Iterator[Finding]:
    """Yield what the commands amount to, where they were asked for."""
    takes = measured.takes
    if not takes:
        return
    certain = sum(take.is_right and take.score >= CERTAIN_SCORE for take in takes)
    needed = needed_score_after([take.score for take in takes if take.is_right])
    value = f"{certain} of {len(takes)} for certain"
    if needed < CERTAIN_SCORE:
        advice = (
            f"All of them were recognised with a low score, so ordinary commands need {needed:.2f} instead of "
            f"{CERTAIN_SCORE:.2f} on these devices from now on. What is costly, and what ends a set, needs as much as "
            "ever."
        )
        yield Finding("commands", value, Verdict.NOTE, advice)
    elif certain < len(takes):
        worst = Verdict.TROUBLE if certain == 0 else Verdict.NOTE
        advice = "Say them in one go, as to somebody across the room, and type `repcue tune-in` again."
        yield Finding("commands", value, worst, advice)
    else:
        yield Finding("commands", value)
