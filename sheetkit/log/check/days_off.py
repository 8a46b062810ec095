"""Whether the list of days off reaches as far as what is due."""

from collections.abc import Iterator

import numpy as np

from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.expression.working_days import WorkingDays
from sheetkit.log.check.rows import Checked, CheckedColumns
from sheetkit.log.problems import Problem
from sheetkit.log.read.holidays import HOLIDAYS_SHEET
from sheetkit.ooxml.serial import SECONDS_PER_DAY, to_datetime
from sheetkit.template.model import Template


def check_days_off(
    checked: Checked[CheckedColumns], template: Template, working_days: WorkingDays | None
) -> Iterator[Problem]:
    """Yield a problem where something that is out is due after the list ends; dates in far years do not count."""
    if working_days is None or working_days.known_until is None:
        return
    roles, evaluator = template.roles, Evaluator(checked.columns, 0.0, template.defaults)
    due = evaluator.number(template.values.get(roles.due) or Column(roles.due, Type.DATE))
    usable = evaluator.condition(template.values[roles.out]) & ~np.isnan(due)
    for broken in checked.broken.values():
        usable &= ~broken
    last = to_datetime(np.max(due, where=usable, initial=0) / SECONDS_PER_DAY).date()
    end = working_days.known_until
    if last > end:
        message = (
            f"the list of days off ends on {end:%Y-%m-%d} and something is due on {last:%Y-%m-%d}, so a holiday after "
            "the list counts as a working day"
        )
        fix = "Add the days off up to then to the sheet Holidays."
        yield Problem.at("holidays-end", HOLIDAYS_SHEET, None, None, f"{end:%Y-%m-%d}", message, fix)
