"""A voice profile: what `voices/<name>.yaml` may hold."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from repcue.core.errors import VoiceError
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.report import report
from repcue.packs.shape import read_shape


class VoiceProfile(BaseModel):
    """How a voice is made and how it sounds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Literal["pyttsx3", "piper", "recordings"]
    """`pyttsx3` (eSpeak NG, or the system's own voices), `piper` (an optional extra), or a folder of recordings."""

    description: str = Field(min_length=1, max_length=200)
    licence: str = Field(min_length=1, max_length=200)
    """Of the voice and of the engine that speaks it."""

    voice: str = Field(default="", max_length=200)
    """pyttsx3: the driver's id, like `en-us+f5`. Piper: `joe`, or the path of an .onnx file beside its .onnx.json."""

    driver: Literal["espeak", "nsss", "avspeech", "sapi5"] = "espeak"
    """pyttsx3's driver. `espeak` sounds the same on every system; the others are macOS's and Windows's own."""

    rate: int = Field(default=175, ge=80, le=400)
    """Words per minute."""

    pitch: int | None = Field(default=None, ge=0, le=100)
    """eSpeak NG only; 50 is the voice's own."""

    gain_db: float = Field(default=0.0, ge=-24.0, le=6.0)
    """How much louder or softer than -16 LUFS it is wanted, in decibels."""

    fallback: str = Field(default="coach", min_length=1, max_length=64)
    """Recordings only: the voice that says what nobody recorded."""


def read_profile(path: Path) -> VoiceProfile:
    """Return the profile of a file.

    Raises:
        VoiceError: the file cannot be read or holds mistakes; the message is the report of all of them.
    """
    text, problems = read_text(path, VoiceError, what="voice")
    profile = None
    if text is not None:
        profile, problems = read_shape(text, shown_path(path), VoiceProfile)
    if profile is None:
        raise VoiceError(report(problems, what="voice"))
    return profile
