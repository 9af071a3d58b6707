"""Kill writers at random moments and look whether an acknowledged event is gone. Run by test_log.py.

    python kill_while_appending.py KILLS SEED

Prints JSON: kills, acknowledged (events), lost, torn (lines a kill left unfinished).
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from palaestra.practice.index import Index
from palaestra.practice.log import Log


def append_for_ever(root: Path, pipe: int, bytes_at_a_time: int) -> None:
    """Append and say each acknowledged id, writing a few bytes at a time so that kills fall inside lines."""
    write = os.write
    log = Log(root)

    def short(file: int, data: Any) -> int:
        return write(file, bytes(data)[:bytes_at_a_time])

    os.write = short if bytes_at_a_time else write
    for number in range(1_000_000):
        event = log.append("note", path=f"{os.getpid()}-{number}", title="x" * 1500)
        write(pipe, event.id.encode() + b"\n")


def kill_one(root: Path, chance: random.Random) -> list[str]:
    """Start a writer, kill it at a random moment after its first event; the ids it acknowledged."""
    reading, writing = os.pipe()
    at_a_time = chance.choice((0, 1, 3, 40))
    child = os.fork()
    if child == 0:
        os.close(reading)
        append_for_ever(root, writing, at_a_time)
    os.close(writing)
    said = os.read(reading, 65536)
    time.sleep(chance.uniform(0, 0.012))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        said += more
    os.close(reading)
    return said.decode().split()


def main(kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        log, index = Log(root), Index(Log(root))
        acknowledged: set[str] = set()
        lost: set[str] = set()
        for number in range(kills):
            acknowledged |= set(kill_one(root, chance))
            if number % 10 == 0 or number == kills - 1:
                lost |= acknowledged - {event.id for event in log.read().events}
            lost |= acknowledged - {row[0] for row in index.refresh().rows("SELECT id FROM events")}
        log.append("note", path="the end")
        torn = len(log.read().set_aside)
    print(json.dumps({"kills": kills, "acknowledged": len(acknowledged), "lost": len(lost), "torn": torn}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
