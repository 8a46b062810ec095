"""Set sheetkit up in this folder, then run it: `python3 start.py review samples/handoff-log.xlsx`.

Everything goes into the folder .venv beside this file; nothing else on the machine is touched. The first call
takes a minute, later ones start at once. `python3 start.py test` runs the project's tests.
Needs Python 3.11 or newer and, once, a connection to the package index that pip uses.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Run sheetkit, or its tests, with what it needs installed."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python gets as far as here
        print("sheetkit needs Python 3.11 or newer; this is", sys.version.split()[0], file=sys.stderr)
        return 2
    testing = arguments[:1] == ["test"]
    try:
        set_up("dev" if testing else "")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"start.py: sheetkit could not be set up in {VENV}: {error}", file=sys.stderr)
        print("Is there a connection, and has Python its venv module? Delete .venv and try again.", file=sys.stderr)
        return 2
    module = ["-m", "pytest", "-n", "auto", *arguments[1:]] if testing else ["-m", "sheetkit", *arguments]
    here = f'"{sys.argv[0]}"' if " " in sys.argv[0] else sys.argv[0]
    called = f"{'py' if os.name == 'nt' else 'python3'} {here}"
    return subprocess.call(
        [str(PYTHON), *module],
        cwd=HERE if testing else None,
        env=os.environ if testing else {**os.environ, "SHEETKIT_COMMAND": called},
    )


def set_up(extra: str) -> None:
    """Make .venv and install sheetkit into it, unless that was done for these very requirements."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")))
    done = VENV / f"ready-{extra or 'use'}"
    if PYTHON.exists() and done.exists() and done.read_text(encoding="utf-8") == wanted.hexdigest():
        return
    print("Setting up (this happens once) ...", file=sys.stderr)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", str(HERE / "constraints.txt"), "--editable", target], check=True)
    compileall.compile_dir(HERE / "sheetkit", quiet=1)  # a quick command takes twice as long where nothing is compiled
    done.write_text(wanted.hexdigest(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
