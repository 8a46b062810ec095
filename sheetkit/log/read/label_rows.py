"""Find the rows of a list that are labels, sums, legends and the like, by their words and the cells beside them.

Such a row holds nothing else. A row in which only the Item was typed is an incomplete hand-off.
"""

import re
from collections import Counter
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from sheetkit.log.read.date_text import NO_DATE, parse_date_text
from sheetkit.log.read.filled_rows import filled_columns, holds_something
from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.reader.cells import CellKind, Grid, Value
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import ColumnKind, Template
from sheetkit.text import clean_text, heading_key

_MAX_LENGTH = 80  # characters of a label
_MAX_TEXTS = 3  # cells of a row of labels that hold no figures

_FIGURE_TEXT = r"[-+€$£]?\s?\d[\d.,'\s]*\s?[%€$£]?"
_FIGURE = lazy_pattern(_FIGURE_TEXT)
_SUM = lazy_pattern(
    r"(?:totals?|sum|count|number of|no\. of|average|gesamt|summe|anzahl|somme|nombre(?: de)?|totale|totaal|aantal|"
    r"suma|soma|número de|numero di|cantidad|conteggio|contagem|(?P<alone>grand totals?|"
    r"sub-?\s?totals?|total g[eé]n[eé]ral|total general|gesamtsumme|zwischensumme|sous-total|"
    r"subtotale|totale generale|totale parziale|subtotaal|"
    r"eindtotaal|total geral))"
    r"(?P<of>\s(?:of\s|de\s|der\s|di\s|van\s)?(?:all\s)?(?:open|closed|done|overdue|late|offen|erledigt|abierto|ouvert|"
    r"items|lines|rows|tasks|actions|loans|hand-?offs))*"
    rf"(?P<number>(?:(?:\s\w+){{0,3}}\s*[:=]|\s*)\s*{_FIGURE_TEXT})?\s*[:=]?",
    re.IGNORECASE,
)
_COLOURS = (
    "red|amber|yellow|green|blue|gr[ea]y|orange|purple|violet|white|bold|italics?|rot|gelb|grün|blau|grau|rouge|jaune|vert|"
    "bleu|gris|rojo|amarillo|verde|azul|rosso|giallo|blu|grigio|arancione|vermelho|amarelo|cinza|laranja|rood|geel|groen|"
    "oranje|blauw|grijs"
)
_LEGEND = lazy_pattern(
    rf"(?:{_COLOURS})(?:\s\w+)?\s*(?:[=:→]|\s[-–—]\s).*|\S{{1,3}}\s*=\s*\S.*|(?:legende?|légende|leyenda|legenda)\b.*",
    re.IGNORECASE,
)
_END = lazy_pattern(
    r"[\W_]*(?:end(?: of (?:the )?(?:list|log|table|report))?|ende|fin|fine|fim|einde)[\W_]*|[\W_]{3,}|"
    r"[-=*#~_]{2,}\s?\w[^-=*#~_]*[-=*#~_]{2,}|\d+\s(?:items?|lines|rows|tasks?|actions?|loans?)|"
    r"(?:page|seite|página|pagina)\s\d+(?:\s(?:of|von|sur|de|di|van)\s\d+)?|"
    r"(?:notes?|nb|n\.b\.|ps|hinweis|anmerkung|remarque|nota|opmerking)\s*:.+",
    re.IGNORECASE,
)
_STAMP = lazy_pattern(  # before a day or a name
    r"(?:last |date )?(?:updated|modified|revised|changed|reviewed|printed|exported|saved)(?: on| at| by)?|"
    r"(?:status )?as (?:of|at)|last (?:update|change|review)|"
    r"(?:created|prepared|compiled|maintained|kept|exported|generated) by|"
    r"stand(?: vom)?|(?:zuletzt )?(?:aktualisiert|geändert|gedruckt)(?: am)?|letzte (?:änderung|aktualisierung)|"
    r"erstellt von|mis à jour(?: le)?|dernière mise à jour|établi par|actualizado(?: el)?|"
    r"última actualización|elaborado por|aggiornato(?: al| il)?|ultimo aggiornamento|redatto da|"
    r"atualizado em|última atualização|"
    r"bijgewerkt(?: op)?|laatst bijgewerkt(?: op)?|opgesteld door",
    re.IGNORECASE,
)
_FIELD = lazy_pattern(  # before a colon
    r"project|projekt|projet|proyecto|progetto|projeto|version|department|team|meeting|location|abteilung|service|"
    r"versie|versión|versione|versão",
    re.IGNORECASE,
)
_DAY_ABROAD = lazy_pattern(r"\d{1,2}\.? (?:de )?[^\W\d]{3,10}\.?(?: (?:de )?\d{2,4})?")  # 3. Dezember 2026
_BY = ("by", "von", "par", "por", "da", "door")


class _Label(Enum):
    WHOLE = auto()  # a label by itself
    SUM = auto()  # with the figure in it or beside it
    SUM_OF = auto()  # a label only with figures beside it
    STAMP = auto()  # a label only with a day beside it
    FIELD = auto()  # its value may be beside it


def find_label_rows(grid: Grid, place: LogLocation, template: Template) -> dict[int, str]:
    """Return the rows that hold labels ("Chase next week:"), sums ("Total 6") or legends and nothing else.

    There may be figures beside a sum, a day beside "Last updated", and anything beside "Owner:". The result maps each
    row to its first label.
    """
    known: dict[str, _Label | None] = {}
    rows: dict[int, str] = {}
    for row, cells in _rows_with_little(grid, place, template).items():
        labels: dict[str, _Label] = {}
        beside: Counter[str] = Counter()
        for kind, value, is_counted in cells:
            text = clean_text(str(value)) if kind == CellKind.TEXT else ""
            if text not in known:
                known[text] = _label_in(text, template)
            if label := known[text]:
                labels[text] = label
            elif is_counted:
                beside[_what_stands(kind, text)] += 1
        if labels and row != place.totals_row and _are_labels(set(labels.values()), beside):
            rows[row] = next(iter(labels))
    return dict(sorted(rows.items()))


def _are_labels(labels: set[_Label], beside: Counter[str]) -> bool:
    """Return whether labels of these kinds make a label row, with so many figures, days and others `beside` them."""
    if labels == {_Label.FIELD}:
        return beside.total() <= 1
    if labels == {_Label.STAMP}:
        return beside == {"day": 1}
    if beside["day"] or beside["other"] or _Label.STAMP in labels:
        return False
    return bool(labels & {_Label.SUM, _Label.SUM_OF}) if beside["figure"] else _Label.SUM_OF not in labels


def _what_stands(kind: int, text: str) -> str:
    if kind == CellKind.NUMBER or (text and _FIGURE.fullmatch(text)):
        return "figure"
    return "day" if kind == CellKind.DATE or (text and _is_day(text)) else "other"


def _is_day(text: str) -> bool:
    return parse_date_text(text).reason != NO_DATE or bool(_DAY_ABROAD.fullmatch(text))


def _rows_with_little(grid: Grid, place: LogLocation, template: Template) -> dict[int, list[tuple[int, Value, bool]]]:
    """Return the cells of each row with few texts: kind, value, and whether it makes the row a hand-off.

    An ID does not, since blank lines have IDs too.
    """
    counted = filled_columns(place, template)
    entered = [place.columns[column.name] for column in template.entered if column.name in place.columns]
    columns = {n: grid.columns[n] for n in dict.fromkeys([*counted, *entered]) if n in grid.columns}
    filled: dict[int, npt.NDArray[np.integer]] = {}  # rows of each column's cells
    texts = np.zeros(place.last_row + 1, dtype=np.int64)
    for number, cells in columns.items():
        inside = (cells.row_array > place.heading_row) & (cells.row_array <= place.last_row)
        holds = inside & holds_something(cells, is_extra=number in place.extra)
        filled[number] = cells.row_array[holds]
        if number in counted:
            is_figure = (cells.kind_array == CellKind.NUMBER) | cells.is_formula
            texts[cells.row_array[holds & ~is_figure]] += 1
    rows: dict[int, list[tuple[int, Value, bool]]] = {}
    for number, cells in columns.items():
        for row in filled[number][texts[filled[number]] <= _MAX_TEXTS].tolist():
            if (cell := cells.at(row)) is not None:
                rows.setdefault(row, []).append((*cell, number in counted))
    return rows


def _label_in(shown: str, template: Template) -> _Label | None:
    """Return the kind of label that a clean text is, None where it is no label."""
    if not shown or len(shown) > _MAX_LENGTH:
        return None
    if match := _SUM.fullmatch(shown):
        return _Label.SUM if match["alone"] or match["number"] else _Label.SUM_OF
    if _LEGEND.fullmatch(shown) or _END.fullmatch(shown):
        return _Label.WHOLE
    before, colon, after = shown.partition(":")
    if colon and (_STAMP.fullmatch(before) or _FIELD.fullmatch(before) or _names_column(before, template)):
        return _Label.WHOLE if after else _Label.FIELD
    if match := _STAMP.match(shown):
        rest = shown[match.end() :].strip()
        by_whom = match[0].lower().endswith(_BY)
        return _Label.STAMP if not rest else _Label.WHOLE if by_whom or _is_day(rest) else None
    return _Label.WHOLE if shown.endswith(":") else None


def _names_column(heading: str, template: Template) -> bool:
    """Return whether a heading means only columns such as a person or a day, which may label a note beside a list."""
    key = heading_key(heading)
    names = {*template.fallbacks.get(key, ()), *filter(None, [template.spellings.get(key, ("", False))[0]])}
    roles = template.roles
    own = {roles.person, roles.id, roles.email, template.status.name}
    return bool(names) and all(name in own or template.by_name[name].kind is ColumnKind.DATE for name in names)
