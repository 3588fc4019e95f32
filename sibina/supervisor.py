"""What `sibina up` does: bring everything up in order, watch it, bring it down cleanly.

A part that dies is started again. Parts left over from a supervisor that was killed are ended first,
by the ids that it wrote down, so that a second `up` never fights the first.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console

from config.database import answers, start_embedded, stop_embedded, var_dir

screen = Console(stderr=True)
SECONDS_UNTIL_ANSWER = 180
SECONDS_BETWEEN_LOOKS = 1.0


@dataclass
class Part:
    """One process that must be there."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start(self, log_dir: Path) -> None:
        with (log_dir / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, start_new_session=True)
        self.starts += 1

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def end(self, seconds: float = 10) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class House:
    """Everything that runs, and where it is written down."""

    port: int
    parts: list[Part] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    preparing: subprocess.Popen[bytes] | None = None

    def ask_to_stop(self, *_: object) -> None:
        """Ctrl+C or the machine's own request: what is being prepared ends too, its transaction undone."""
        self.stop.set()
        if self.preparing is not None and self.preparing.poll() is None:
            self.preparing.terminate()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/"

    def write_down(self) -> None:
        found = [
            {"pid": part.process.pid, "created": psutil.Process(part.process.pid).create_time()}
            for part in self.parts
            if part.process is not None and part.is_running
        ]
        (var_dir() / "running.json").write_text(json.dumps(found))


def run(*, port: int, examples: bool) -> int:
    """Bring everything up and stay until told to stop. Returns the exit code."""
    var_dir().mkdir(parents=True, exist_ok=True)
    with (var_dir() / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            screen.print("SIBINA sudah berjalan dari map ini. Hentikan dulu yang itu dengan Ctrl+C.")
            return 1
        # First, so that the port of a supervisor that was killed is free again and the address stays the same.
        _end_leftovers()
        house = House(port=_free_port(port))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, house.ask_to_stop)
        try:
            return _run(house, examples=examples)
        finally:
            _bring_down(house)


def _run(house: House, *, examples: bool) -> int:
    log_dir = var_dir() / "log"
    log_dir.mkdir(exist_ok=True)
    screen.print("Basis data…")
    start_embedded()
    prepare = [sys.executable, "-m", "sibina", "prepare", *([] if examples else ["--no-examples"])]
    with subprocess.Popen(prepare) as preparing:
        house.preparing = preparing
        if preparing.wait() or house.stop.is_set():
            screen.print("Berhenti sebelum selesai. Jalankan lagi; yang sudah ada tidak diulang.")
            return preparing.returncode
    house.parts = _parts(house.port)
    for part in house.parts:
        part.start(log_dir)
    house.write_down()
    if not _wait_until_it_answers(house):
        screen.print(f"Web tidak menjawab dalam {SECONDS_UNTIL_ANSWER} detik. Lihat {log_dir / 'web.log'}.")
        return 1
    _say_where(house, examples=examples)
    _watch(house, log_dir)
    return 0


def _parts(port: int) -> list[Part]:
    web = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        os.environ.get("SIBINA_BIND", "127.0.0.1"),
    ]
    web += ["--port", str(port), "--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers"]
    web += ["--log-level", "warning", "config.wsgi:application"]
    return [Part("web", web), Part("worker", [sys.executable, "-m", "sibina", "worker"])]


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"Tidak ada porta bebas antara {wanted} dan {wanted + 99}.")


def _wait_until_it_answers(house: House) -> bool:
    deadline = time.monotonic() + SECONDS_UNTIL_ANSWER
    while time.monotonic() < deadline and not house.stop.is_set():
        if _answers(house.port):
            return True
        time.sleep(0.2)
    return house.stop.is_set()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat/", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _say_where(house: House, *, examples: bool) -> None:
    screen.print(f"\n[bold]SIBINA berjalan di {house.address}[/bold]")
    if examples:
        subprocess.run([sys.executable, "-m", "sibina", "logins"], check=False)
    screen.print("Berhenti dengan Ctrl+C. Data tersimpan dan ada lagi saat dijalankan kembali.\n")


def _watch(house: House, log_dir: Path) -> None:
    while not house.stop.wait(SECONDS_BETWEEN_LOOKS):
        try:
            if not answers():
                screen.print("Basis data berhenti tak terduga; dijalankan lagi.")
                start_embedded(seconds=20)
        except Exception as problem:  # the next look tries again; nothing else may fall because of it
            screen.print(f"Basis data belum kembali: {problem}")
        for part in house.parts:
            if not part.is_running and not house.stop.is_set():
                screen.print(f"Bagian {part.name} berhenti tak terduga; dijalankan lagi.")
                part.start(log_dir)
                house.write_down()


def _end_leftovers() -> None:
    kept = var_dir() / "running.json"
    if not kept.exists():
        return
    for entry in json.loads(kept.read_text()):
        try:
            process = psutil.Process(entry["pid"])
            if abs(process.create_time() - entry["created"]) < 1:
                family = [*process.children(recursive=True), process]
                process.terminate()
                for late in psutil.wait_procs(family, timeout=10)[1]:
                    late.kill()
                psutil.wait_procs(family, timeout=5)
        except psutil.NoSuchProcess:
            continue
    kept.unlink()


def _bring_down(house: House) -> None:
    screen.print("Menghentikan…")
    for part in house.parts:
        part.end()
    stop_embedded()
    (var_dir() / "running.json").unlink(missing_ok=True)
