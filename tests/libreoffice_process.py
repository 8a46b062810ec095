"""Find LibreOffice and a Python with the ``uno`` module, and run ``uno_worker.py`` with them.

The worker starts LibreOffice with a profile of its own, in a process group of its own, so that both can be
killed together. ``libreoffice.py`` is the part to use in tests.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

NEEDS = "needs LibreOffice Calc and its Python bridge (python3-uno)"
NEEDS_POPPLER = "needs pdftoppm and pdfinfo (poppler-utils)"
INSTALL = "apt-get install libreoffice-calc python3-uno poppler-utils"

START_SECONDS = 90.0
STOP_SECONDS = 20.0
WORKER = Path(__file__).with_name("uno_worker.py")
PROGRAM_FOLDERS = ("/Applications/LibreOffice.app/Contents/MacOS", r"C:\Program Files\LibreOffice\program")
SYSTEM_PYTHONS = (Path("/usr/bin/python3"), Path("/usr/local/bin/python3"))

# The settings of the private profile: path below /org.openoffice., property, value.
SETTINGS = (
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),  # always recalculate
    ("Office.Linguistic/General", "UILocale", "en-US"),
    ("Setup/L10N", "ooLocale", "en-US"),
    ("Setup/L10N", "ooSetupSystemLocale", "en-US"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
)
SETTING = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


class LibreOfficeError(Exception):
    """LibreOffice refused an operation, ended, or took too long."""


class LibreOfficeMissingError(LibreOfficeError):
    """Something that these tests need is not installed."""


class Worker:
    """The process of ``uno_worker.py`` and the LibreOffice that it starts, in one process group."""

    def __init__(self, python: Path, soffice: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="libreoffice-"))
        self._log = self._folder / "log.txt"
        self._replies: queue.SimpleQueue[str] = queue.SimpleQueue()
        profile = _write_profile(self._folder)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(python), str(WORKER), str(soffice), str(profile), str(START_SECONDS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=_plain_environment(),
                start_new_session=True,
            )
        self._collector = threading.Thread(target=self._collect_replies, daemon=True)
        self._collector.start()

    def _collect_replies(self) -> None:
        """Queue the worker's replies, then an empty text when it has ended."""
        assert self._process.stdout is not None
        with self._process.stdout as replies:
            for line in replies:
                self._replies.put(line)
        self._replies.put("")

    def await_start(self) -> None:
        """Wait until LibreOffice is ready."""
        reply = self._receive(START_SECONDS + STOP_SECONDS)
        if not reply["ok"]:
            raise LibreOfficeError(reply["error"])
        if not reply["result"]["calc"]:
            raise LibreOfficeMissingError(NEEDS)

    def ask(self, request: str, seconds: float) -> dict[str, Any]:
        """Send a request, one line of JSON, and wait for its reply."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # a worker that has ended shows when its reply is due
            self._process.stdin.write(request + "\n")
            self._process.stdin.flush()
        return self._receive(seconds)

    def _receive(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=seconds)
        except queue.Empty:
            raise LibreOfficeError(f"LibreOffice did not finish within {seconds:g} seconds") from None
        if not line:
            raise LibreOfficeError(f"LibreOffice ended unexpectedly\n{self._log.read_text(errors='replace')}")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def stop(self, patience: float) -> None:
        """Let LibreOffice end by itself for some seconds, then kill what is left and remove its profile."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        _kill_with_children(self._process)
        self._collector.join(STOP_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)


def find_soffice() -> Path:
    """The program that starts LibreOffice."""
    for folder in (None, *PROGRAM_FOLDERS):
        if found := shutil.which("soffice", path=folder):
            return Path(found).resolve()
    raise LibreOfficeMissingError(NEEDS)


def find_uno_python(soffice: Path) -> Path:
    """A Python that can import ``uno``: the one inside LibreOffice, else the system's."""
    program = soffice.parent
    inside = (program / "python", program / "python.exe", program.parent / "Resources" / "python")
    for python in (*inside, *SYSTEM_PYTHONS):
        if python.is_file() and _has_uno(python):
            return python
    raise LibreOfficeMissingError(NEEDS)


def _has_uno(python: Path) -> bool:
    try:
        command = [str(python), "-c", "import uno"]
        env = _plain_environment()
        done = subprocess.run(command, check=False, capture_output=True, timeout=60, env=env)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _plain_environment() -> dict[str, str]:
    """The environment without what points another Python at this one's modules."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"LC_ALL": "C.UTF-8"}


def _write_profile(folder: Path) -> Path:
    """Write the settings of a new LibreOffice profile; return its folder."""
    lines = (
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        *(SETTING.format(*setting) for setting in SETTINGS),
        "</oor:items>",
    )
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text("\n".join(lines), encoding="utf-8")
    return user.parent


def _kill_with_children(process: subprocess.Popen[str]) -> None:
    """Kill a process and everything that it started."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, check=False, capture_output=True)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
