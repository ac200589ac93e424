"""The worker and the clock beside the site (随网站运行的后台): started with it, stopped with it, kept alive."""

import os
import subprocess
import sys
import time
from threading import Event, Thread
from typing import Final

COMMANDS: Final = ("worker", "beat")
_LOOKS_EVERY: Final = 1.0
_AT_LEAST_APART: Final = 5.0
_STOPS_WITHIN: Final = 20.0


class Companions:
    """Processes that live as long as the site does (伴随进程)."""

    def __init__(self, commands: tuple[str, ...] = COMMANDS) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._started_at: dict[str, float] = {}
        self._stopping = Event()
        self._thread = Thread(target=self._look_after, name="companions", daemon=True)

    def start(self) -> None:
        """Start them, and go on looking after them."""
        for command in self._commands:
            self._start(command)
        self._thread.start()

    def stop(self) -> None:
        """Ask them to stop, and wait for it; one that does not is killed, and what it did is taken up again later."""
        self._stopping.set()
        self._thread.join()
        for companion in self._running.values():
            companion.terminate()
        until = time.monotonic() + _STOPS_WITHIN
        for companion in self._running.values():
            try:
                companion.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                companion.kill()

    def _start(self, command: str) -> None:
        called = [sys.executable, "-m", "gonghu", command, "--stop-with", str(os.getpid())]
        self._running[command] = subprocess.Popen(called, start_new_session=True)
        self._started_at[command] = time.monotonic()

    def _look_after(self) -> None:
        while not self._stopping.wait(_LOOKS_EVERY):
            for command, companion in list(self._running.items()):
                rested = time.monotonic() - self._started_at[command] > _AT_LEAST_APART
                if companion.poll() is not None and rested:
                    self._start(command)
