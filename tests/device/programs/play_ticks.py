"""Play ticks and print what the speaker counted.

Arguments: seconds, number of the block that shall fail (-1 for none), busy threads.
"""

import json
import sys
import threading
import time

from device.programs.sounds import Ticks, say
from repcue.edges.devices import Direction, find_device, list_devices, own_rate
from repcue.edges.speaker import DeviceSpeaker


def spin() -> None:
    while True:
        sum(range(1000))


def main(seconds: float, failing_block: int, busy_threads: int) -> None:
    sys.setswitchinterval(0.001)
    for _ in range(busy_threads):
        threading.Thread(target=spin, daemon=True).start()
    device = find_device(list_devices(), None, Direction.SPEAKER)
    speaker = DeviceSpeaker(Ticks(failing_block).render_into, device, own_rate(device, Direction.SPEAKER))
    time.sleep(seconds)
    counted = {
        "sample_rate": speaker.sample_rate,
        "latency_seconds": speaker.latency_seconds,
        "frames": speaker.frames,
        "underflows": speaker.underflows,
        "failures": speaker.failures,
        "failure": repr(speaker.failure),
        "callback_load": speaker.callback_load,
    }
    speaker.close()
    speaker.close()
    say(json.dumps(counted))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
