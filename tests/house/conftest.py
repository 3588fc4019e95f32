"""A whole house on data of its own: database, web and worker, as `make up` starts them."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240


def wait_until(true: Callable[[], object], *, what: str, seconds: float = PATIENCE) -> None:
    """Look again and again; say what was waited for in vain."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s in vain: {what}")


@dataclass
class House:
    """A running product and what a test may do to it."""

    var: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "DJANGO_"))
        }
        return kept | {"SIBINA_VAR": str(self.var)}

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sibina", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        words = [sys.executable, "-m", "sibina", "up", "--no-examples", "--port", str(self.port)]
        log = (self.var.parent / "up.log").open("ab")
        self.process = subprocess.Popen(words, env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        wait_until(self.answers, what="the web answers")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address("/sehat/"), timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def address(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def get(self, path: str) -> str:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        with opener.open(self.address(path), timeout=60) as response:
            return response.read().decode()

    def post(
        self, path: str, fields: dict[str, str], files: dict[str, Path] | None = None
    ) -> tuple[str, str]:
        """Send a form as a browser does. Gives where it led and the page there."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        body, kind = _form({**fields, "csrfmiddlewaretoken": token or ""}, files or {})
        request = urllib.request.Request(
            self.address(path), data=body, headers={"Content-Type": kind, "Referer": self.address(path)}
        )
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        with opener.open(request, timeout=120) as response:
            return urllib.parse.urlparse(response.url).path, response.read().decode()

    def log_in(self, name: str, password: str) -> None:
        self.get("/akun/login/")
        where, page = self.post("/akun/login/", {"login": name, "password": password})
        assert where == "/", re.sub(r"<[^>]+>", " ", page)[:400]

    def kill_part(self, marker: str) -> int:
        """kill -9 one part by what stands in its command line; gives its process id."""
        for entry in json.loads((self.var / "running.json").read_text()):
            try:
                process = psutil.Process(entry["pid"])
                words = " ".join(process.cmdline())
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue  # this one is dead already: the supervisor has not yet written the list anew
            if marker in words:
                _kill([*process.children(recursive=True), process])
                return int(entry["pid"])
        raise AssertionError(f"no running part has {marker!r}")

    def kill_database(self) -> None:
        pid = int((self.var / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        postmaster = psutil.Process(pid)
        _kill([postmaster, *postmaster.children()])

    def count(self, query: str) -> int:
        socket_dir = (self.var / "postgres" / "postmaster.pid").read_text().splitlines()[4]
        with psycopg.connect(host=socket_dir, user="postgres", dbname="sibina") as connection:
            row = connection.execute(query).fetchone()  # type: ignore[call-overload]
            return int(row[0])


def _kill(processes: Iterable[psutil.Process]) -> None:
    """Each at once; who has gone with the one before is dead as well."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _form(fields: dict[str, str], files: dict[str, Path]) -> tuple[bytes, str]:
    edge = "----sibina-test-form"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, path in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name.split("#")[0]}"; filename="{path.name}"\r\n'
        parts.append(
            head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + path.read_bytes() + b"\r\n"
        )
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(var=tmp_path_factory.mktemp("rumah") / "var", port=free_port())
    made.start()
    try:
        yield made
    finally:
        made.stop()
