"""Fill in a rule's sentences for the rows where it holds."""

from collections.abc import Callable
from datetime import datetime, time
from functools import cache
from itertools import repeat
from math import isnan

import numpy as np
import numpy.typing as npt

from sheetkit.expression.frame import Evaluator
from sheetkit.expression.tree import Column, Type, type_of
from sheetkit.log.read import Log
from sheetkit.template.sentence import Place, Sentence
from sheetkit.words import count, join, shorten
from sheetkit.xlsx.serial import SECONDS, to_datetime

_MOST_SPOKEN = 150  # characters of a cell's text inside a sentence
Show = Callable[[int], str]  # from a row's place to the words in a place of a sentence


class Speaker:
    """Says a template's sentences about one log at one moment."""

    def __init__(self, log: Log, evaluator: Evaluator, as_of: datetime) -> None:
        self.log = log
        self.evaluator = evaluator
        self.as_of = as_of
        records = log.records
        self._unusable = {
            column.title: np.isnan(records.moments(column.name))
            if column.type is Type.DATE
            else records.blank(column.name)
            for column in log.template.columns
            if column.required
        }

    def say(self, sentence: Sentence, places: npt.NDArray[np.intp]) -> list[str]:
        """Return the sentence for each of the rows at `places`, its first letter as it is written."""
        parts = [self._show(part) if isinstance(part, Place) else part for part in sentence.parts]
        rows = places.tolist()
        columns = [repeat(part, len(rows)) if isinstance(part, str) else map(part, rows) for part in parts]
        return list(map("".join, zip(*columns, strict=True)))

    def _show(self, place: Place) -> Show:
        if place.name == "missing":
            return self._missing
        if place.name == "row":
            rows = self.log.records.frame.index.tolist()
            return lambda at: str(rows[at])
        column = self.log.template.by_name.get(place.name)
        if column is not None and column.type is Type.TEXT:
            texts = self.log.records.frame[place.name].tolist()
            return lambda at: shorten(texts[at], _MOST_SPOKEN) or place.otherwise
        node = self.log.template.values.get(place.name)
        if node is None and column is None:
            value = self.log.settings[place.name]
            return lambda _at: f"{value:g}"
        numbers = self.evaluator.number(node or Column(place.name, Type.DATE)).tolist()
        is_date = node is None or type_of(node) is Type.DATE
        words = cache(self._date_words(place.form) if is_date else _number_words(place.form))  # few days, many rows
        return lambda at: place.otherwise if isnan(numbers[at]) else words(numbers[at])

    def _date_words(self, form: str | None) -> Callable[[float], str]:
        def words(seconds: float) -> str:
            moment = to_datetime(seconds / SECONDS)
            if form == "ago":
                return ago(moment, self.as_of)
            if form == "in":
                return ahead(moment, self.as_of)
            if form == "late":
                return lateness(moment, self.as_of)
            return day(moment, self.as_of)

        return words

    def _missing(self, at: int) -> str:
        """Name the required columns that are blank or hold no usable date."""
        return join([title for title, unusable in self._unusable.items() if unusable[at]]) or "something"


def day(moment: datetime, as_of: datetime) -> str:
    """Return '12 Nov', with the time when there is one and the year when it is another than as-of's."""
    shown = f"{moment.day} {moment:%b}"
    if moment.year != as_of.year:
        shown += f" {moment.year}"
    return shown if moment.time() == time() else f"{shown} {moment:%H:%M}"


def long_day(moment: datetime) -> str:
    """Return 'Monday 23 Nov 2026', with the time when there is one."""
    shown = f"{moment:%A} {moment.day} {moment:%b %Y}"
    return shown if moment.time() == time() else f"{shown}, {moment:%H:%M}"


def ago(moment: datetime, as_of: datetime) -> str:
    """Return '11 days ago', 'yesterday', '3 hours ago'."""
    days = (as_of.date() - moment.date()).days
    if days == 1:
        return "yesterday"
    return f"{lateness(moment, as_of)} ago"


def ahead(moment: datetime, as_of: datetime) -> str:
    """Return 'today', 'tomorrow', 'in 5 days'."""
    days = (moment.date() - as_of.date()).days
    if days < 2:
        return "tomorrow" if days == 1 else "today"
    return f"in {days} days"


def lateness(moment: datetime, as_of: datetime) -> str:
    """Return the time between a moment and as-of: '11 days', or within one day '3 hours'."""
    days = (as_of.date() - moment.date()).days
    if days:
        return count(abs(days), "day")
    hours = int(abs((as_of - moment).total_seconds()) // 3600)
    return count(hours, "hour") if hours else "less than an hour"


def _number_words(form: str | None) -> Callable[[float], str]:
    def words(number: float) -> str:
        if form != "span":
            return f"{number:g}"
        if number < 24:
            return count(int(number), "hour") if number == int(number) else f"{number:.1f} hours"
        return count(int(number // 24), "day")

    return words
