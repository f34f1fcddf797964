"""Runs the server, the worker and the hourly round as one: they start together and stop together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings

HOUR = 3600
FIRST_ROUND_AFTER = 20
LONGEST_PAUSE = 15
PATIENCE = 10
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TELL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG of Linux


def die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed without a chance to do so."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(TELL_WHEN_PARENT_DIES, signal.SIGTERM)


@dataclass
class Child:
    """A program that runs beside others, with its output in a log file where it has one."""

    name: str
    command: list[str]
    log: Path | None = None
    process: subprocess.Popen | None = None
    due_at: float = 0.0
    pause: float = 1.0
    started_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it apart from the terminal, so that Ctrl-C reaches it once and through its parent."""
        output = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.started_at = time.monotonic()
        if output:
            output.close()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end."""
        if self.is_running:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end, then insist."""
        if self.process is None:
            return
        try:
            self.process.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stopped(Exception):
    """Somebody asked the site to stop."""


def on_signal(number: int, frame: FrameType | None) -> None:
    """Turn the first signal into an exception, and leave later ones alone: everything ends already."""
    for name in ENDING:
        signal.signal(name, signal.SIG_IGN)
    raise Stopped


class Site:
    """The server, the worker and the hourly round."""

    def __init__(self, server: Child, worker: Child, hourly: Child) -> None:
        self.server, self.worker, self.hourly = server, worker, hourly

    def run(self, tell: Callable[[Child], None]) -> int:
        """Serve until asked to stop; the answer is the exit code."""
        before = {name: signal.signal(name, on_signal) for name in ENDING}
        try:
            self.server.start()
            tell(self.server)
            self.hourly.due_at = time.monotonic() + FIRST_ROUND_AFTER
            while self.server.is_running:
                self.look_after_worker()
                self.make_round()
                time.sleep(0.5)
            return self.server.process.returncode or 1
        except Stopped:
            return 0
        finally:
            self.stop()
            for name, handler in before.items():
                signal.signal(name, handler)

    def look_after_worker(self) -> None:
        """Start the worker, again where it died, waiting longer each time it dies young."""
        if self.worker.is_running or time.monotonic() < self.worker.due_at:
            return
        lived = time.monotonic() - self.worker.started_at
        self.worker.pause = 1.0 if lived > 60 else min(self.worker.pause * 2, LONGEST_PAUSE)
        self.worker.start()
        self.worker.due_at = time.monotonic() + self.worker.pause

    def make_round(self) -> None:
        """Once an hour, what falls due."""
        if not self.hourly.is_running and time.monotonic() >= self.hourly.due_at:
            self.hourly.start()
            self.hourly.due_at = time.monotonic() + HOUR

    def stop(self) -> None:
        """Ask all to end, then wait."""
        children = (self.server, self.worker, self.hourly)
        until = time.monotonic() + PATIENCE
        for child in children:
            child.stop()
        for child in children:
            child.wait(until - time.monotonic())


def manage(*command: str) -> list[str]:
    """The arguments with which Python runs a command of this site."""
    return [str(settings.BASE_DIR / "manage.py"), *command]
