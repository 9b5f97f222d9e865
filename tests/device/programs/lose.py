"""Play and listen, say "playing", wait until both devices are lost, close them, and look for devices anew."""

import json
import time

from device.programs.sounds import Ticks, say
from repcue.core.errors import DeviceError
from repcue.edges import portaudio
from repcue.edges.devices import Direction, find_device, list_devices, own_rate
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.speaker import DeviceSpeaker


def main() -> None:
    devices = list_devices()
    output = find_device(devices, None, Direction.SPEAKER)
    speaker = DeviceSpeaker(Ticks().render_into, output, own_rate(output, Direction.SPEAKER))
    source = find_device(devices, None, Direction.MICROPHONE)
    microphone = DeviceMicrophone(source, own_rate(source, Direction.MICROPHONE), lambda: 0, 48_000)
    time.sleep(0.3)
    before = speaker.is_lost(time.monotonic()) or microphone.is_lost(time.monotonic())
    say("playing")
    began = time.monotonic()
    while not (speaker.is_lost(time.monotonic()) and microphone.is_lost(time.monotonic())):
        time.sleep(0.05)
    lost = time.monotonic()
    speaker.close()
    microphone.close()
    closed = time.monotonic()
    portaudio.restart()
    try:
        after = find_device(list_devices(), None, Direction.SPEAKER).name
    except DeviceError as error:
        after = str(error)
    counted = {"lost_before": before, "lost_seconds": lost - began, "close_seconds": closed - lost, "after": after}
    say(json.dumps(counted))


if __name__ == "__main__":
    main()
