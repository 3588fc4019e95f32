"""A bounded load from this machine to itself: so many requests at once, for so many seconds, and no more."""

import http.client
import threading
import time
from dataclasses import dataclass, field

MOST_SECONDS = 10.0
MOST_REQUESTS = 20_000


@dataclass
class Measured:
    """What came back: pages a second, and how long each took, in seconds."""

    seconds: float
    times: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def at_share(self, share: float) -> float:
        """The time within which this share of the pages came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def press(
    port: int, path: str, *, headers: dict[str, str], at_once: int = 8, seconds: float = 3.0
) -> Measured:
    """Ask for one page again and again from `at_once` threads, on loopback only."""
    seconds = min(seconds, MOST_SECONDS)
    measured = Measured(seconds=seconds)
    lock = threading.Lock()
    end = time.perf_counter() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        times, failed = [], 0
        while time.perf_counter() < end and len(times) < MOST_REQUESTS // at_once:
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                times.append(time.perf_counter() - began)
            else:
                failed += 1
        connection.close()
        with lock:
            measured.times += times
            measured.failed += failed

    began = time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured.seconds = time.perf_counter() - began
    return measured
