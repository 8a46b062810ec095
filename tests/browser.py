"""Look at HTML files in Chromium, without a window and without a further library: its debugging protocol over pipes.

The tests get a running :class:`Browser` from the fixture ``browser``.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

NEEDS = "needs Chromium"
INSTALL = "apt-get install chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Chromium reads commands from file 3 and answers on file 4, which the pipes may have by chance the other way round.
_LAUNCH = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, number in zip(ends, (3, 4)):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
_SECONDS = 60.0  # for any one answer


class BrowserMissingError(Exception):
    """No Chromium is installed, or none that can be driven here."""


class Browser:
    """One Chromium with its own profile and one page; use it in a ``with`` statement."""

    def __init__(self) -> None:
        found = next(filter(None, map(shutil.which, _NAMES)), None)
        if found is None or os.name != "posix":
            raise BrowserMissingError(NEEDS)
        self._program = found
        self._number = 0
        self._rest = b""
        self.requests: list[str] = []
        """Every address that was asked for since the last file was opened, the file's own included."""
        self.violations: list[str] = []
        """What the console said since then, such as what the file's policy kept from being done."""

    def __enter__(self) -> Browser:
        self._profile = tempfile.mkdtemp(prefix="browser-")
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        flags = ["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--hide-scrollbars"]
        flags += [f"--user-data-dir={self._profile}", "--disable-dev-shm-usage", "--no-sandbox"]
        command = [sys.executable, "-c", _LAUNCH, str(to_read), str(to_write), self._program, *flags, "about:blank"]
        self._process = subprocess.Popen(
            command,
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(to_read)
        os.close(to_write)
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._read)
        os.close(self._write)
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the answer to a command of the debugging protocol."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        if getattr(self, "_session", ""):
            command["sessionId"] = self._session
        os.write(self._write, json.dumps(command).encode() + b"\0")
        while True:
            said = self._next(method)
            if said.get("id") == self._number:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result

    def open(self, path: Path, width: int, height: int, *, dark: bool = False, media: str = "screen") -> None:
        """Open a file at a width and a height in CSS pixels; up to 600 pixels it is a phone's touch screen."""
        phone = width <= 600
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.requests.clear()
        self.violations.clear()
        self.call("Page.navigate", url=path.resolve().as_uri())
        until = time.monotonic() + _SECONDS
        while self.ask("document.readyState") != "complete" or self.ask("location.href") == "about:blank":
            assert time.monotonic() < until, "the file was never complete"
            time.sleep(0.02)

    def ask(self, expression: str) -> Any:
        """Return what an expression of JavaScript is; the file's policy has no say in it."""
        said = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def press_tab(self) -> None:
        """Go to what the Tab key leads to."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what is in sight, or the whole page, as a PNG."""
        said = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole=whole))
        path.write_bytes(base64.b64decode(said["data"]))

    def print(self, path: Path) -> None:
        """Print the page as an A4 PDF; `open` it with no media before."""
        said = self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(said["data"]))

    def _clip(self, *, whole: bool) -> dict[str, Any]:
        if not whole:
            return {}
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}

    def _next(self, method: str) -> dict[str, Any]:
        """Return the next message, after taking note of what it says."""
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], _SECONDS)
            data = os.read(self._read, 1 << 20) if ready else b""
            assert data, f"Chromium does not answer {method}"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(message)
        event, details = said.get("method"), said.get("params", {})
        if event == "Network.requestWillBeSent":
            self.requests.append(details["request"]["url"])
        elif event == "Log.entryAdded":
            self.violations.append(details["entry"]["text"])
        elif event == "Runtime.consoleAPICalled":
            self.violations.append(str(details["args"]))
        return said
