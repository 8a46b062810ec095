"""Fill in a rule's sentences for the rows where it holds."""

from collections.abc import Callable
from datetime import datetime, time
from itertools import repeat
from math import isnan

import numpy as np
import numpy.typing as npt

from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type, type_of
from sheetkit.log.read_log import Log
from sheetkit.ooxml.coded import Coded, Vocabulary, alike, told_apart
from sheetkit.ooxml.serial import SECONDS_PER_DAY, to_datetime
from sheetkit.template.sentence import Place, Sentence
from sheetkit.text import natural_list, pluralize, truncate

_MOST_SPOKEN = 150  # characters of a cell's text inside a sentence


class Speaker:
    """Says a template's sentences about one log at one moment."""

    def __init__(self, log: Log, evaluator: Evaluator, as_of: datetime) -> None:
        self.log = log
        self.evaluator = evaluator
        self.as_of = as_of

    def say(self, sentence: Sentence, places: npt.NDArray[np.int64]) -> Coded:
        """Return the sentence for each of the rows at `places`, its first letter as it is written."""
        if not len(places):
            return Coded.blanks(0)
        parts = [self._said(part, places) if isinstance(part, Place) else part for part in sentence.parts]
        kinds = alike([np.zeros_like(places), *(part.codes for part in parts if isinstance(part, Coded))])
        _, examples = np.unique(kinds, return_index=True)  # each different sentence is put together once
        shown = [repeat(part, len(examples)) if isinstance(part, str) else part[examples] for part in parts]
        return Coded.among(map("".join, zip(*shown, strict=True)), kinds)

    def ask(self, places: npt.NDArray[np.int64], days: npt.NDArray[np.datetime64]) -> Coded:
        """Return for each of the rows at `places` that its person is to be asked on a day, NaT for now."""
        people = self.log.records.texts(self.log.template.roles.person)[places]
        asked = zip(people, days.tolist(), strict=True)
        return Coded.of(hear_from(person, moment or self.as_of, self.as_of) for person, moment in asked)

    def _said(self, place: Place, places: npt.NDArray[np.int64]) -> Coded:
        """Return what stands in a place of a sentence for each of the rows at `places`."""
        records = self.log.records
        if place.name == "missing":
            return self._missing(places)
        if place.name == "row":
            return Coded.of(map(str, records.rows[places].tolist()))
        column = self.log.template.by_name.get(place.name)
        if column is not None and column.type is Type.TEXT:
            return _or_else(records.texts(place.name).mapped(_spoken)[places], place.otherwise)
        node = self.log.template.values.get(place.name)
        if node is None and column is None:
            value = self.log.settings[place.name]
            return Coded.among([f"{value:g}"], np.zeros_like(places))
        numbers = self.evaluator.number(node or Column(place.name, Type.DATE))[places]
        is_date = node is None or type_of(node) is Type.DATE
        words = self._date_words(place.form) if is_date else _number_words(place.form)
        different, codes = told_apart(numbers)  # few days, many rows
        return Coded.among([place.otherwise if isnan(one) else words(one) for one in different.tolist()], codes)

    def _date_words(self, form: str | None) -> Callable[[float], str]:
        def words(seconds: float) -> str:
            moment = to_datetime(seconds / SECONDS_PER_DAY)
            if form == "ago":
                return ago(moment, self.as_of)
            if form == "in":
                return ahead(moment, self.as_of)
            if form == "late":
                return lateness(moment, self.as_of)
            return day(moment, self.as_of)

        return words

    def _missing(self, places: npt.NDArray[np.int64]) -> Coded:
        """Name the required columns that are blank or hold no usable date."""
        records = self.log.records
        required = [column for column in self.log.template.columns if column.required]
        unusable = np.array(
            [
                np.isnat(records.dates(column.name)) if column.type is Type.DATE else records.blank(column.name)
                for column in required
            ]
        ).reshape(len(required), len(records))
        different, codes = np.unique(unusable[:, places].T, axis=0, return_inverse=True)
        named = [
            natural_list([column.title for column, is_so in zip(required, row, strict=True) if is_so])
            for row in different
        ]
        return Coded.among([said or "something" for said in named], codes.reshape(-1))


def _spoken(text: str) -> str:
    return truncate(text, _MOST_SPOKEN)


def _or_else(texts: Coded, otherwise: str) -> Coded:
    """Return the texts, with another in the place of ''."""
    different = [*texts.different, otherwise]
    return Coded(Vocabulary(different), np.where(texts.codes > 0, texts.codes, len(different) - 1).astype(np.int32))


def hear_from(person: str, act: datetime, as_of: datetime) -> str:
    """Return what to do about a hand-off without a flag on the day of its checkpoint."""
    who = " ".join(person.split()) or "them"
    return f"Hear from {who} how it stands: {day(act, as_of)} is the checkpoint"


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
        return pluralize(abs(days), "day")
    hours = int(abs((as_of - moment).total_seconds()) // 3600)
    return pluralize(hours, "hour") if hours else "less than an hour"


def _number_words(form: str | None) -> Callable[[float], str]:
    def words(number: float) -> str:
        if form != "span":
            return f"{number:g}"
        if number < 24:
            return pluralize(int(number), "hour") if number == int(number) else f"{number:.1f} hours"
        return pluralize(int(number // 24), "day")

    return words
