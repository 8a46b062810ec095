"""The hidden sheet that holds a log's template."""

from pathlib import Path

from made import blank_log
from openpyxl import load_workbook

from sheetkit.template.store import shipped


def test_the_log_carries_its_template_line_by_line(tmp_path: Path) -> None:
    stamp = load_workbook(blank_log(tmp_path))["_sheetkit"]
    assert (stamp["B1"].value, stamp["B2"].value) == ("handoff", shipped().version)
    lines = [stamp.cell(row, 1).value or "" for row in range(4, stamp.max_row + 1)]
    assert "\n".join(lines).rstrip() == shipped().source.rstrip()
