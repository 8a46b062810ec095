"""Fuzz one target, guided by coverage: `python -m fuzz reader CORPUS -max_total_time=480`.

Needs atheris (`pip install atheris`); what follows the target goes to libFuzzer. CORPUS is a folder, filled with seeds
when it is empty. Input that fails is kept beside it under the name `crash-...`.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sheetkit"]):
    from fuzz.seeds import write_seeds
    from fuzz.targets import TARGETS


def main() -> None:
    """Run the target that the command line names."""
    _, name, corpus, *options = sys.argv
    folder = Path(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        write_seeds(name, folder)
    atheris.Setup([sys.argv[0], corpus, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
