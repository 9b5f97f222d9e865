"""Which microphones and speakers there are, and which of them is meant by a number or a part of a name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from repcue.core.errors import DeviceError, did_you_mean
from repcue.edges import portaudio


class Direction(StrEnum):
    """Which way sound goes."""

    MICROPHONE = "microphone"
    SPEAKER = "speaker"

    @property
    def option(self) -> str:
        """The command line's option that chooses one."""
        return "--mic" if self is Direction.MICROPHONE else "--speaker"


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone, a speaker, or both, as PortAudio lists it."""

    device_id: int
    """PortAudio's number; changes when devices come and go."""

    name: str
    host_api: str
    """The system's door to it: `ALSA`, `Core Audio`, `Windows WASAPI`."""

    input_channels: int
    output_channels: int

    default_sample_rate: int
    """Frames per second that PortAudio proposes."""

    is_default_input: bool = False
    is_default_output: bool = False

    def channels(self, direction: Direction) -> int:
        """Return how many channels it has that way; 0 when it cannot do it."""
        return self.input_channels if direction is Direction.MICROPHONE else self.output_channels

    def is_default(self, direction: Direction) -> bool:
        """Return whether the system would take it when nobody chooses."""
        return self.is_default_input if direction is Direction.MICROPHONE else self.is_default_output


_PREFERRED_HOST_APIS: Final = ("Windows WASAPI", "Core Audio", "ALSA")
"""Of the doors to the same device, the first of these; Windows lists each device under up to four, and through
DirectSound and MME PortAudio is late and its duplex glitches (PortAudio#770)."""

_USUAL_RATE: Final = 48_000

_HEADSET_NAME: Final = re.compile(r"hands[- ]?free|\bHFP\b|\bHSP\b|headset", re.IGNORECASE)
_TELEPHONE_RATES: Final = (8_000, 16_000)
"""Frames per second of the two codecs of Bluetooth's hands-free profile, CVSD and mSBC."""


def list_devices() -> list[Device]:
    """Return every device, in PortAudio's order.

    Raises:
        DeviceError: the PortAudio library is not installed.
    """
    library = portaudio.sounddevice()
    defaults = (int(library.default.device[0]), int(library.default.device[1]))
    return devices_from_listing(library.query_devices(), library.query_hostapis(), defaults)


def devices_from_listing(
    listing: Iterable[Mapping[str, object]], host_apis: Sequence[Mapping[str, object]], defaults: tuple[int, int]
) -> list[Device]:
    """Return the devices of a listing as sounddevice gives it.

    Args:
        listing: what `sounddevice.query_devices` returns.
        host_apis: what `sounddevice.query_hostapis` returns.
        defaults: PortAudio's own default input and output; -1 for none. WASAPI's win where there are any.
    """
    wasapi = next((api for api in host_apis if api["name"] == _PREFERRED_HOST_APIS[0]), None)
    default_input, default_output = defaults
    if wasapi is not None:
        default_input = _number(wasapi["default_input_device"])
        default_output = _number(wasapi["default_output_device"])
    return [
        Device(
            device_id=index,
            name=str(row["name"]),
            host_api=str(host_apis[_number(row["hostapi"])]["name"]),
            input_channels=_number(row["max_input_channels"]),
            output_channels=_number(row["max_output_channels"]),
            default_sample_rate=_number(row["default_samplerate"]),
            is_default_input=index == default_input,
            is_default_output=index == default_output,
        )
        for index, row in enumerate(listing)
    ]


def find_device(devices: Iterable[Device], wanted: str | None, direction: Direction) -> Device:
    """Return the device that `wanted` names.

    Args:
        devices: what there is.
        wanted: a number, or a name, or a part of "name, host API" in any case; None for the system's default.
        direction: what it is needed for; others are not looked at.

    Raises:
        DeviceError: there is none, or several; the message lists the choices.
    """
    usable = [device for device in devices if device.channels(direction) > 0]
    if not usable:
        raise DeviceError(f"No {direction} was found. Connect one and start again; 'repcue devices' lists all devices.")
    if wanted is None:
        return next((device for device in usable if device.is_default(direction)), usable[0])
    matches = _matches(usable, wanted.strip())
    if len(matches) == 1:
        return matches[0]
    if matches:
        found = f"Several {direction}s match {wanted!r}: {_listed(matches)}."
        raise DeviceError(f"{found} Choose one by its number with {direction.option}.")
    near = did_you_mean(wanted, [device.name for device in usable])
    found = f"No {direction} matches {wanted!r}.{near} There are: {_listed(usable)}."
    raise DeviceError(f"{found} Choose one by number or by a part of its name with {direction.option}.")


def own_rate(device: Device, direction: Direction) -> int:
    """Return the frames per second to open a device at.

    The device's own default; but under ALSA that is only the first rate that PortAudio tried (44,100) when the device
    is a sound server, so 48,000 is taken there if the device accepts it.

    Raises:
        DeviceError: the PortAudio library is not installed.
    """
    if device.host_api == "ALSA" and portaudio.accepts(direction, device.device_id, _USUAL_RATE):
        return _USUAL_RATE
    return device.default_sample_rate


def headset_warning(microphone: Device) -> str | None:
    """Return a sentence when a microphone looks like a Bluetooth headset's, else None.

    Opening one switches the earbuds from music to telephone quality (A2DP to HFP), for the coach as for the music.
    """
    telephone = microphone.default_sample_rate in _TELEPHONE_RATES
    if not (telephone or _HEADSET_NAME.search(microphone.name)):
        return None
    return (
        f"The microphone {microphone.name!r} looks like a Bluetooth headset's: while it listens, the earbuds sound "
        "like a telephone. Choose a built-in or USB microphone with --mic if there is one."
    )


def _matches(usable: Sequence[Device], wanted: str) -> list[Device]:
    if wanted.isascii() and wanted.isdigit():
        return [device for device in usable if device.device_id == int(wanted)]
    needle = wanted.casefold()
    matches = [device for device in usable if needle and needle in f"{device.name}, {device.host_api}".casefold()]
    matches = [device for device in matches if device.name.casefold() == needle] or matches
    for host_api in _PREFERRED_HOST_APIS:
        if preferred := [device for device in matches if device.host_api == host_api]:
            return preferred
    return matches


def _listed(devices: Iterable[Device]) -> str:
    return ", ".join(f"[{device.device_id}] {device.name} ({device.host_api})" for device in devices)


def _number(value: object) -> int:
    return int(value)  # type: ignore[call-overload, no-any-return]
