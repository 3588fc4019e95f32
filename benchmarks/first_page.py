"""From a fresh clone to the first page. Usage: python -m benchmarks.first_page [--port 8950]

Clones what is committed into an empty folder, runs `make up` there, and waits until the address answers with the
log-in page; then everything is stopped and the folder deleted. What the package managers keep in their caches is
used where it is there, and downloaded where it is not. Writes benchmarks/results/first_page.json.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "first_page.json"
PROMISE = 180.0
MOST_SECONDS = 900.0


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/akun/login/", timeout=10) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8950)
    port = parser.parse_args().port
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "sibina"
        began = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SIBINA_")}
        subprocess.run(["make", "--silent", "assets"], cwd=folder, check=True, env=environment)
        ready = time.perf_counter() - began
        up = subprocess.Popen(
            [".venv/bin/sibina", "up", "--port", str(port)],
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            while not answers(port):
                if up.poll() is not None or time.perf_counter() - began > MOST_SECONDS:
                    sys.exit("the address never answered")
                time.sleep(0.2)
            seconds = time.perf_counter() - began
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(60)
    result = {
        "seconds": round(seconds, 1),
        "of_which_setup_seconds": round(ready, 1),
        "promise_seconds": PROMISE,
        "holds": seconds <= PROMISE,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
