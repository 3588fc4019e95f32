"""How long the five example cities take to load. Usage: python -m benchmarks.examples

Loads what is missing; with all five missing the promise is 60 seconds on two cores. Writes
benchmarks/results/examples.json, also with the seconds of a fixed piece of work on the same machine in the same
run, because seconds of two machines do not compare.
"""

import json
import os
import time
from pathlib import Path

import django
import numpy as np

from config.database import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from sibina.web.examples import load_examples  # noqa: E402  (tables are there only now)

RESULTS = Path(__file__).parent / "results" / "examples.json"
PROMISE = 60.0


def main() -> None:
    began = time.perf_counter()
    loaded = load_examples(lambda share, words: None)
    seconds = time.perf_counter() - began
    if not loaded:
        print("the example cities are there already; remove the data to measure")
        return
    began = time.perf_counter()
    numbers = np.random.default_rng(0).random(20_000_000)
    numbers.sort()
    yardstick = time.perf_counter() - began
    result = {
        "cities": loaded,
        "seconds": round(seconds, 1),
        "promise_seconds": PROMISE,
        "yardstick_seconds": round(yardstick, 2),
        "holds": seconds < PROMISE,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
