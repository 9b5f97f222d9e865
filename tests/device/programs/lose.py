"""Play and listen, say "playing"; when both devices are lost say so, and play again as soon as there is a speaker."""

import json
import time

from device.programs.sounds import Ticks, say
from repcue.core.errors import DeviceError
from repcue.edges import portaudio
from repcue.edges.devices import Device, Direction, find_device, list_devices, own_rate
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.speaker import DeviceSpeaker


def opened(output: Device) -> DeviceSpeaker:
    return DeviceSpeaker(Ticks().render_into, output, own_rate(output, Direction.SPEAKER))


def play_until_lost() -> None:
    devices = list_devices()
    source = find_device(devices, None, Direction.MICROPHONE)
    speaker = opened(find_device(devices, None, Direction.SPEAKER))
    microphone = DeviceMicrophone(source, own_rate(source, Direction.MICROPHONE), lambda: speaker.frames, 48_000)
    time.sleep(0.3)
    lost_before = speaker.is_lost(time.monotonic()) or microphone.is_lost(time.monotonic())
    say("playing")
    began = time.monotonic()
    while not (speaker.is_lost(time.monotonic()) and microphone.is_lost(time.monotonic())):
        time.sleep(0.05)
    lost = time.monotonic()
    speaker.close()
    microphone.close()
    close_seconds = time.monotonic() - lost
    say(json.dumps({"lost_before": lost_before, "lost_seconds": lost - began, "close_seconds": close_seconds}))


def play_again() -> None:
    refusals = set()
    while True:
        portaudio.restart()
        try:
            speaker = opened(find_device(list_devices(), None, Direction.SPEAKER))
            break
        except DeviceError as error:
            refusals.add(str(error))
            time.sleep(0.25)
    while not speaker.frames:
        time.sleep(0.01)
    speaker.close()
    say(json.dumps({"refusals": sorted(refusals), "frames": speaker.frames}))


def main() -> None:
    with portaudio.only_python_on_stderr():
        play_until_lost()
        play_again()


if __name__ == "__main__":
    main()
