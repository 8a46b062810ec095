"""Where fuzzing begins: sound input of each kind, and hostile input that somebody thought of."""

import re
from pathlib import Path

from fuzz.targets import PARTS, WHOLE
from sheetkit.template.store import shipped

RULES = (
    "due < sent and not blank(item)",
    "status == 'done' or item != 'x'",
    "past(due) if is_date(sent) else hours(sent, due) > days",
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "(lambda: item)()",
    "[x for x in item]",
    "f'{item}'",
    "item.__class__",
    "9" * 400,
    "1e999 < days",
    "not " * 300 + "past(due)",
    "(" * 300 + "days" + ")" * 300,
    "item == '=1+1\"&cmd'",
)


def seeds(target: str) -> list[bytes]:
    """Return the seeds of a target."""
    if target == "rules":
        return [source.encode() for source in (*RULES, *re.findall(r'(?:when|is) = "(.*)"', shipped().source))]
    if target == "template":
        tables = shipped().source.split("\n\n")
        return [shipped().source.encode(), *("\n\n".join(tables[:number]).encode() for number in range(1, 60, 7))]
    return [bytes([number]) + content for number, (_, content) in enumerate(PARTS)] + [bytes([WHOLE]) + b"PK\x03\x04"]


def write_seeds(target: str, folder: Path) -> None:
    """Write the seeds of a target into a folder, a file each."""
    for number, seed in enumerate(seeds(target)):
        (folder / f"seed-{number:03}").write_bytes(seed)
