"""Screening over HTTP on this machine: one client after another against `bolwerk serve`, the index mapped into memory.

`BOLWERK_BENCH_NAMES` sets the size of the list (20,000; the goal of 50 ms is for 1,000,000). Waiting for the processor counts
along, so it is asserted only where the machine is not busy with other work.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from time import monotonic, perf_counter, sleep

import pytest

pytestmark = pytest.mark.benchmark
NAMES = int(os.environ.get("BOLWERK_BENCH_NAMES", "20000"))
ASKED = int(os.environ.get("BOLWERK_BENCH_QUERIES", "500"))
_BEGIN = [a + b for a in "bdghklmnprstvwz" for b in "aeo"]
_END = ["man", "sen", "ski", "berg", "ov", "eva", "ans", "ers", "ink", "ard", "els", "tin", "dal", "ros", "mond"]


def name(chance: random.Random) -> str:
    return " ".join(
        ("".join(chance.choice(_BEGIN) for _ in range(chance.randint(1, 3))) + chance.choice(_END)).title() for _ in range(2)
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    home = tmp_path_factory.mktemp("home")
    chance = random.Random(7)
    file = home / "list.ftm.json"
    with file.open("w") as out:
        for n in range(NAMES):
            out.write(json.dumps({"id": f"m{n}", "schema": "Person", "properties": {"name": [name(chance)]}}) + "\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = os.environ | {"BOLWERK_HOME": str(home), "BOLWERK_API_OPEN": "1", "BOLWERK_API_RATE_ANONYMOUS": "0"}
    bolwerk = [sys.executable, "-c", "from bolwerk.faces.command import main; main()"]
    subprocess.run([*bolwerk, "lists", "import", "proef", str(file)], env=env, check=True, stdout=subprocess.DEVNULL)
    serving = subprocess.Popen([*bolwerk, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL)
    try:
        until = monotonic() + 1_800
        while not ready(port):
            assert serving.poll() is None, "the server ended"
            assert monotonic() < until, "not ready in half an hour"
            sleep(1)
        yield port
    finally:
        serving.terminate()
        serving.wait(timeout=60)


def ready(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/api/screening/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def test_one_name_is_answered_within_fifty_milliseconds(server: int) -> None:
    chance = random.Random(8)
    connection = HTTPConnection("127.0.0.1", server, timeout=30)
    times, bare = [], []
    for _ in range(ASKED + 20):
        body = json.dumps({"queries": {"q": {"schema": "Person", "properties": {"name": [name(chance)]}}}})
        began = perf_counter()
        connection.request("POST", "/api/screening/match/default", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        times.append(perf_counter() - began)
        assert answer.status == 200
        assert told["responses"]["q"]["status"] == 200
        began = perf_counter()
        connection.request("GET", "/api/screening/healthz")
        connection.getresponse().read()
        bare.append(perf_counter() - began)
    times, bare = sorted(times[20:]), sorted(bare[20:])
    told = {"names": NAMES, **{f"p{p} ms": round(times[int(len(times) * p / 100)] * 1e3, 1) for p in (50, 95, 99)}}
    told["bare request p99 ms"] = round(bare[int(len(bare) * 0.99)] * 1e3, 1)
    sys.stderr.write(json.dumps(told) + "\n")
    assert times[len(times) // 2] < 0.05
    assert times[int(len(times) * 0.99)] < 0.05 + 2 * bare[int(len(bare) * 0.99)]
