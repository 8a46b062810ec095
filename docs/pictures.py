"""Make the pictures of the documentation from the sample workbooks: ``python docs/pictures.py``.

Each one shows a sheet as LibreOffice shows it in its window, cropped to the sheet itself. The window opens on a
display of its own (Xvfb), twice as large as needed, and is scaled down, so that the letters are smooth. Needs
LibreOffice, Xvfb, xdotool and ImageMagick.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
LOG = SAMPLES / "handoff-log.xlsx"
REVIEW = SAMPLES / "handoff-log-review-2026-11-23.xlsx"

SCREEN = (4400, 2400)
DOTS_PER_INCH = 192  # twice the usual
PATIENCE = 90.0  # seconds until a window shows and until it stands still
COLOURS = 96  # keeps each file small; more cannot be told apart
SETTINGS = (  # of the private profile: path below /org.openoffice., property, value
    ("Setup/Product", "ooSetupLastVersion", "7.4"),  # no word of welcome
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Calc/Layout/Line", "PageBreak", "false"),
    ("Office.Linguistic/SpellChecking", "IsSpellAuto", "false"),  # no wavy lines under names
)
SETTING = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


@dataclass(frozen=True)
class Picture:
    """A sheet of a workbook (0 is the first) and how many of its columns and rows to show."""

    name: str
    workbook: Path
    sheet: int
    columns: int
    rows: int


PICTURES = (
    Picture("log.png", LOG, 0, columns=11, rows=24),
    Picture("waiting-for.png", SAMPLES / "waiting-for-log.xlsx", 0, columns=12, rows=15),
    Picture("loans.png", SAMPLES / "loans-log.xlsx", 0, columns=12, rows=15),
    Picture("action-log.png", SAMPLES / "action-log.xlsx", 0, columns=11, rows=15),
    Picture("review.png", REVIEW, 1, columns=8, rows=18),
    Picture("summary.png", REVIEW, 0, columns=14, rows=37),
)
TOP = 163  # where the column letters begin on the screen
LETTERS = 187  # a line of the screen that lies below the letters and above the sheet
NUMBERS = 4  # a column of the screen that lies left of the row numbers
FAR = (3600, 2100)  # a cell to select, outside every picture, which its dark column letter would spoil


def main() -> None:
    """Make every picture, or those that are named."""
    wanted = [one for one in PICTURES if one.name in sys.argv[1:] or not sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder, _display() as display:
        environment = {**os.environ, "DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen", "LC_ALL": "C.UTF-8"}
        for picture in wanted:
            screen = Path(folder, "screen.png")
            _photograph(picture, screen, Path(folder), environment)
            _crop(picture, screen)


def _photograph(picture: Picture, screen: Path, folder: Path, environment: dict[str, str]) -> None:
    """Open a copy of the workbook, go to its sheet, and save what the display shows."""
    profile = folder / f"profile-{picture.name}"
    _write_profile(profile)
    copy = shutil.copy(picture.workbook, folder)
    command = ("soffice", f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo", "--calc", str(copy))
    with _started(*command, environment=environment):
        window = _window(picture.workbook.name, environment)
        _run("xdotool", "windowsize", window, *map(str, SCREEN), environment=environment)
        _run("xdotool", "windowfocus", window, environment=environment)
        _wait_until_still(screen, environment)
        for _ in range(picture.sheet):
            _run("xdotool", "key", "--window", window, "ctrl+Next", environment=environment)
        _run(
            "xdotool",
            "mousemove",
            *map(str, FAR),
            "click",
            "1",
            "mousemove",
            *map(str, SCREEN),
            environment=environment,
        )
        _wait_until_still(screen, environment)


def _crop(picture: Picture, screen: Path) -> None:
    """Cut the sheet out of the picture of the whole screen, at half its size."""
    right = _edges(screen, f"{SCREEN[0]}x1+0+{LETTERS}")[picture.columns]
    bottom = _edges(screen, f"1x{SCREEN[1]}+{NUMBERS}+0", after=LETTERS)[picture.rows]
    size = f"{right + 1}x{bottom + 1 - TOP}+0+{TOP}"
    target = ROOT / "docs" / picture.name
    shape = ("-crop", size, "+repage", "-filter", "Lanczos", "-resize", "50%")
    small = ("-dither", "None", "-colors", str(COLOURS), "-strip", "-define", "png:compression-level=9")
    _run("convert", str(screen), *shape, *small, str(target))


def _edges(screen: Path, line: str, after: int = 0) -> list[int]:
    """Return where the black lines between columns or rows cross a line of the screen, the sheet's first edge first."""
    shades = _run("convert", str(screen), "-crop", line, "+repage", "-depth", "8", "gray:-")
    return [place for place in range(after + 1, len(shades)) if shades[place] == 0 and shades[place - 1] != 0]


def _write_profile(folder: Path) -> None:
    """Write the settings of a LibreOffice that shows nothing but the workbook."""
    (folder / "user").mkdir(parents=True)
    settings = "".join(SETTING.format(*setting) for setting in SETTINGS)
    text = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{settings}</oor:items>'
    (folder / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")


@contextmanager
def _display() -> Iterator[str]:
    """Start a display of our own and yield its name."""
    read, write = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    options = ("-displayfd", str(write), "-screen", "0", size, "-dpi", str(DOTS_PER_INCH), "-nolisten", "tcp")
    with _started("Xvfb", *options, passed=(write,)):
        os.close(write)
        with os.fdopen(read) as numbers:
            yield f":{numbers.readline().strip()}"


@contextmanager
def _started(
    program: str, *options: str, environment: dict[str, str] | None = None, passed: tuple[int, ...] = ()
) -> Iterator[None]:
    """Run a program in the background, in a process group of its own that ends with the block."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603  the programs that are named in this file
        (_found(program), *options),
        stdout=quiet,
        stderr=quiet,
        env=environment,
        pass_fds=passed,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait(PATIENCE)


def _window(title: str, environment: dict[str, str]) -> str:
    """Return the number of the window with the workbook, once it shows."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := _run("xdotool", "search", "--onlyvisible", "--name", title, environment=environment).split():
            return found[-1].decode()
        time.sleep(0.5)
    raise TimeoutError(f"no window with {title} within {PATIENCE:g} seconds")


def _wait_until_still(screen: Path, environment: dict[str, str]) -> None:
    """Save what the display shows, as soon as it has been the same for two seconds."""
    deadline, before = time.monotonic() + PATIENCE, b""
    while time.monotonic() < deadline:
        time.sleep(2)
        shown = _run(
            "import", "-window", "root", "-define", "png:exclude-chunks=date,time", "png24:-", environment=environment
        )
        if shown == before:
            screen.write_bytes(shown)
            return
        before = shown
    raise TimeoutError(f"the window did not stand still within {PATIENCE:g} seconds")


def _run(program: str, *options: str, environment: dict[str, str] | None = None) -> bytes:
    """Run a program to its end and return what it prints; `xdotool search` fails where it finds nothing."""
    done = subprocess.run(  # noqa: S603  the programs that are named in this file
        (_found(program), *options), capture_output=True, check=False, timeout=PATIENCE, env=environment
    )
    if done.returncode and "search" not in options:
        raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _found(program: str) -> str:
    """Return the path of a program."""
    if path := shutil.which(program):
        return path
    raise FileNotFoundError(f"the pictures need {program}")


if __name__ == "__main__":
    main()
