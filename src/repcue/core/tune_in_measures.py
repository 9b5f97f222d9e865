"""What a tune-in measures: numbers about the room, the microphone and the user, without any judgement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quiet:
    """What the microphone heard while nobody spoke."""

    frames: int
    """How many frames came; 0 when the microphone brought nothing."""

    is_digital_silence: bool
    noise_dbfs: float
    """Root mean square at 16 kHz, the offset left out."""

    offset: float = 0.0
    """Mean, in shares of full scale."""

    hum_hertz: int | None = None
    """50 or 60 where the mains is heard."""

    hum_dbfs: float = -120.0


@dataclass(frozen=True, slots=True)
class EchoPath:
    """How the microphone hears the speaker; both None where it does not."""

    delay_seconds: float | None = None
    """On the output's clock."""

    gain_db: float | None = None
    """How loud the echo is relative to what was played, both as digital levels."""


@dataclass(frozen=True, slots=True)
class Take:
    """One command that was asked for."""

    phrase: str
    heard: str | None
    """What was understood instead or rightly; None for nothing at all."""

    is_right: bool
    score: float = 0.0
    speech_dbfs: float | None = None
    """Root mean square of the speech without its pauses; None where nothing stood out from the noise."""

    over_noise_db: float | None = None
    clipped_share: float = 0.0
    """Share of the loud samples that lie at the ceiling."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything a tune-in has measured."""

    microphone: str
    speaker: str
    engine: str
    sample_rate: int
    """What the microphone says it delivers, frames per second."""

    quiet: Quiet
    echo: EchoPath = EchoPath()
    takes: tuple[Take, ...] = ()
    frames_per_second: float | None = None
    """What it delivers, by the speaker's clock; None where that was not measured."""

    bandwidth_hertz: float | None = None
    """The highest frequency that comes through; None where nobody spoke."""

    is_dead: bool = False
    """Not a single sample but zeros, though the user was asked to speak."""
