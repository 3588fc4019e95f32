"""From a fresh clone to the first page. Usage: python -m benchmarks.first_page [--port 8950]

Clones what is committed into an empty folder, runs `make up` there, and waits until the address answers with the
log-in page; then everything is stopped and the folder deleted. What the package managers keep in their caches is
used where it is there, and downloaded where it is not. Writes benchmarks/results/first_page.json; its processor
seconds (of set-up and loading, not of the database) tell more than the clock where others use the machine too.
"""

import argparse
import json
import os
import resource
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
PATIENCE = 120.0
STYLE = "sibina/lib/ui/static/ui/build/stamp"


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
    if answers(port):
        sys.exit(f"somebody answers on port {port} already; give another one by --port")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "sibina"
        began = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SIBINA_")}
        up = subprocess.Popen(
            ["make", "--silent", "up", f"PORT={port}"], cwd=folder, env=environment, start_new_session=True
        )
        set_up = 0.0
        try:
            while not answers(port):
                if up.poll() is not None or time.perf_counter() - began > MOST_SECONDS:
                    sys.exit("the address never answered")
                if not set_up and (folder / STYLE).exists():
                    set_up = time.perf_counter() - began
                time.sleep(0.2)
            seconds = time.perf_counter() - began
        finally:
            os.killpg(up.pid, signal.SIGINT)
            up.wait(120)
            wait_until_empty(up.pid)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = {
        "seconds": round(seconds, 1),
        "of_which_setup_seconds": round(set_up, 1),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "promise_seconds": PROMISE,
        "holds": seconds <= PROMISE,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))


def wait_until_empty(group: int) -> None:
    """What was started in the group ends by itself; the folder must not be deleted below it."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.2)
    os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
