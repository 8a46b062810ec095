"""What people write in a column that says what is done: headings, ticks, yes and no, and statuses in six languages.

A log's own Status takes only the words of its template, since both engines know no others. The words here are for lists
that are not logs yet, and for extra columns.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from functools import cache
from typing import NamedTuple

from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Template
from sheetkit.text import field_name_words, heading_key, match_key

# Under such a heading, "yes" and a tick mean done.
_HEADINGS = """
    done|finished|complete|completed|completion|closed|resolved|returned|back|finalized|finalised|delivered
    received|checked off|ticked off|tick|ticked|✓|✔|☑|fulfilled|task complete|task completed|marked complete
    due complete|progress|sorted|sorted out|dealt with|handled|settled|actioned|solved|fixed|came back|given back
    got back
    fortschritt|avancement|avance|avanzamento|andamento|voortgang|completamento|grad der fertigstellung|fertig in
    erledigt|fertig|fertiggestellt|abgeschlossen|zurück|zurückgegeben|beendet|gelöst|rückgabe erfolgt|abgehakt
    fait|faite|terminé|terminée|clos|close|clôturé|clôturée|rendu|rendue|achevé|réalisé|effectué|résolu|retourné
    hecho|hecha|terminado|terminada|cerrado|cerrada|completado|completada|devuelto|devuelta|finalizado|realizado
    resuelto|fatto|fatta|finito|chiuso|chiusa|completato|completata|restituito|restituita|concluso|terminato
    risolto|evaso|feito|feita|concluído|concluída|fechado|fechada|devolvido|devolvida|resolvido|completo|klaar
    gereed|afgerond|gesloten|gedaan|terug|teruggebracht|voltooid|opgelost|afgehandeld|retour
"""
# Under such a heading, "no" means done.
_OPEN_HEADINGS = """
    open|outstanding|pending|unresolved|unfinished|incomplete|ongoing|on going|in progress|to do|todo|to be done
    not done|not yet done|not finished|not complete|not completed|not closed|not returned|not back|out|remaining
    offen|ausstehend|unerledigt|nicht erledigt|in arbeit|in bearbeitung|ouvert|ouverte|en cours|en attente
    à faire|pas fait|abierto|abierta|pendiente|en curso|por hacer|aperto|aperta|in corso|in sospeso|da fare
    aberto|aberta|pendente|em aberto|em curso|por fazer|openstaand|lopend|te doen|niet klaar
"""
_STILL = lazy_pattern(r"\b(?:still|noch|nog|ancora|ainda|encore|toujours|todavía|aún|sigue)\b\s*")
# Under such a heading, "yes" may mean done, and may mean something else.
_MARKS = "check|chk|mark|ok|okay|o.k|haken|häkchen|coche|visto|vinkje"
_IS = lazy_pattern(r"^(?:is|are|was|has|have|been|ist|sind|est|está|é|è)\s")
_ASKED = lazy_pattern(  # words before the one that counts: "Tick when done", "Is it back?", "Déjà rendu"
    r"^(?:¿\s?)?(?:(?:please )?(?:tick|check|mark|x)(?: here)?(?: if| when| once)?\s)?"
    r"(?:(?:is it|it is|is het|ist es|has it been|has been|est-ce|est-il|c['’]est|is|ist|est|está|was it|been|wurde|"
    r"foi|è|task|item|action|job|aufgabe|tâche|tarea|tarefa|taak|already|all|when|if|schon|bereits|déjà|ya|già|já|al|reeds|"
    r"percent|percentage|prozent|pourcentage|porcentaje|percentuale(?: di)?|percentual|percentagem)\s+|%\s?)*"
)
_YES_OR_NO = lazy_pattern(  # at the end: "(Y/N)", "ja/nein", "oui - non"
    r"(?:[\s(\[]+|\?)(?:y|yes|j|ja|o|oui|s|si|sí|sì|sim|true|x)(?:\s?[/|,-]\s?|\s(?:or|oder|ou|o|of)\s)"
    r"(?:n|no|nein|nee|non|não|false|blank)[)\]]*\??$"
)
_AROUND = lazy_pattern(
    r"(?:[\s(\[]*(?:%|percent|prozent|pct)[)\]]*|\s(?:it|already|yet|flag|schon|déjà|ya|già|já|al))+$"
)
_SHARES = lazy_pattern(
    r"%|\b(?:percent|percentage|percentuale|percentual|percentagem|prozent|pourcentage|porcentaje|pct|progress|completion|"
    r"fortschritt|avancement|avance|avanzamento|andamento|voortgang)\b"
)
_TRIED = 20  # texts of a column that are tested before all are
_NO_ANSWERS = ("-", "–", "—", "✗", "✘", "❌", "☐", "□", "[ ]", "[]", "0%")  # to whether something is open
MAX_WORD = 40  # letters; a longer text says more than whether it is done
_SHARE = lazy_pattern(r"(\d{1,3}(?:[.,]\d{1,15})?)\s?(%?)")

# By the role of a choice; ticks and words for yes mean a status only under one of the headings above.
_TICKS = {
    "done": """
        true|yes|y|x|1|ok|✓|✔|✔️|☑|☒|✅|√|[x]|100%|ja|j|oui|o|si|sí|sì|s|sim|wahr|vrai|verdadero|vero|verdadeiro|waar
        """,
    "open": "false|no|n|0|-|–|—|☐|□|✗|✘|❌|[ ]|[]|0%|nein|nee|non|não|nao|falsch|faux|falso|onwaar",
}
_WORDS = {
    "done": """
        done|finished|complete|completed|closed|resolved|returned|erledigt|fertig|fertiggestellt
        abgeschlossen|geschlossen|beendet|gelöst|zurück|zurückgegeben|fait|faite|terminé|terminée|clos
        clôturé|clôturée|fermé|fermée|achevé|achevée|résolu|résolue|rendu|rendue|hecho|hecha|terminado|terminada
        cerrado|cerrada|completado|completada|finalizado|finalizada|resuelto|resuelta|devuelto|fatto|fatta
        finito|chiuso|chiusa|completato|completata|concluso|conclusa|terminato|terminata|risolto|restituito
        evaso|feito|feita|concluído|concluída|concluido|fechado|fechada|resolvido|resolvida|devolvido|completo
        completa|klaar|gereed|afgerond|gesloten|gedaan|voltooid|opgelost|afgehandeld|teruggebracht
        """,
    "open": """
        open|not yet|not done|pending|in progress|to do|wip|work in progress|doing|backlog|on track|offen
        noch offen|noch nicht|nicht erledigt|nicht begonnen|nicht gestartet|in bearbeitung|in arbeit|laufend
        läuft|ausstehend|neu|überfällig|ouvert|ouverte|en cours|pas encore|pas commencé|non commencé|non démarré
        à faire|en attente|nouveau|non terminé|pas terminé|en retard|abierto|abierta|pendiente|en curso
        en proceso|en progreso|no iniciado|sin iniciar|sin empezar|por hacer|nuevo|no terminado|atrasado|aperto
        aperta|in corso|da fare|in attesa|in sospeso|in lavorazione|non iniziato|non avviato|nuovo
        non completato|in ritardo|aberto|aberta|pendente|em curso|em andamento|em progresso|não iniciado
        não iniciada|por fazer|a fazer|novo|não concluído|lopend|bezig|mee bezig|in behandeling|in uitvoering
        nog niet|nog te doen|te doen|niet gestart|niet begonnen|openstaand|nieuw|niet klaar
        """,
    "paused": """
        on hold|paused|deferred|zurückgestellt|pausiert|angehalten|ruht|verschoben|suspendu|suspendue|en pause
        reporté|reportée|en espera|pausado|suspendido|aplazado|sospeso|sospesa|in pausa|rinviato|em espera
        suspenso|adiado|opgeschort|gepauzeerd|uitgesteld|in de wacht|aangehouden
        """,
    "cancelled": """
        cancelled|canceled|dropped|storniert|abgebrochen|abgesagt|entfällt|entfallen|verworfen|annulé|annulée
        abandonné|abandonnée|cancelado|cancelada|anulado|anulada|descartado|annullato|annullata|cancellato
        cancellata|abbandonato|geannuleerd|vervallen|ingetrokken|gestopt
        """,
}


def is_tick_heading(heading: str) -> bool:
    """Return whether a heading such as "Done", "Is it back?" or "Fertig (j/n)" asks for a tick, or for yes or no."""
    return _core(heading) in _split(_HEADINGS)


def asks_whether_open(heading: str) -> bool:
    """Return whether a heading such as "Still open?" asks whether something is not done, so that no means done."""
    return _core(_STILL.sub("", heading_key(field_name_words(heading)))) in _split(_OPEN_HEADINGS)


class ColumnKind(Enum):
    """How a column other than Status may say what is done."""

    TICKS = "done"  # a heading such as "Done", under which a tick does, and so may any word
    WORDS = "words"  # all its texts are words for a status
    OPEN = "open"  # a heading such as "Still open?", answered by yes and no
    QUESTION = "question"  # a heading such as "OK?", answered by yes and no, which may mean anything


class StatusColumn(NamedTuple):
    """What the texts of a column mean as a Status: a choice each, None for unknown ones."""

    kind: ColumnKind
    choices: dict[str, str | None]


def status_column(heading: str, texts: Sequence[str], template: Template) -> StatusColumn | None:
    """Return how a column with these different texts may say what is done, None where it says something else."""
    if is_tick_heading(heading):
        return StatusColumn(ColumnKind.TICKS, status_choices(texts, template, heading, ticks=True))
    if are_answers(texts):
        if asks_whether_open(heading):
            return StatusColumn(ColumnKind.OPEN, status_choices(texts, template, heading, ticks=True))
        if asks_yes_or_no(heading) or _is_mark(heading):
            return StatusColumn(ColumnKind.QUESTION, status_choices(texts, template, ticks=True))
    # One unknown text decides, so a few are tested before all are.
    if not texts or max(map(len, texts)) > MAX_WORD:
        return None
    if None in status_choices(texts[:_TRIED], template, heading).values():
        return None
    choices = status_choices(texts, template, heading)
    return None if None in choices.values() else StatusColumn(ColumnKind.WORDS, choices)


def status_choices(
    texts: Iterable[str], template: Template, heading: str = "", *, ticks: bool = False
) -> dict[str, str | None]:
    """Return the choice of Status that each text of a column means, None for an unknown one.

    With `ticks`, a tick, a yes or a no can mean one too: under "Still open?" a no means done. Under a heading such as
    "% complete", so can a share.
    """
    different = list(dict.fromkeys(texts))
    roles, status = template.roles, template.status
    of_role = {"done": roles.done, "open": roles.open, "paused": roles.paused}
    of_role["cancelled"] = next((t for key, t in status.canonical.items() if _words().get(key) == "cancelled"), None)
    known = {**((_open_ticks() if asks_whether_open(heading) else _ticks()) if ticks else {}), **_words()}
    meant = {text: known.get(match_key(text)) or known.get(_bare(text)) for text in different}
    if _SHARES.search(heading_key(heading)):
        meant |= _shares(different)
    return {text: status.canonical.get(match_key(text)) or of_role.get(meant[text] or "") for text in different}


def asks_yes_or_no(heading: str) -> bool:
    """Return whether a heading is answered by yes or no, as "OK?" and "Returned (Y/N)" are."""
    return heading.strip(" *:").endswith(("?", "？")) or bool(_YES_OR_NO.search(heading_key(heading)))


def are_answers(texts: Collection[str]) -> bool:
    """Return whether all of some texts are ticks, yes or no."""
    return bool(texts) and all(match_key(text) in _ticks() for text in texts)


def is_share(text: str) -> bool:
    """Return whether a text such as 0.5, 50 or 50% may say how much is done."""
    return bool(_SHARE.fullmatch(match_key(text)))


def are_answers_unknown(texts: Collection[str], heading: str) -> bool:
    """Return whether texts under a heading such as "Done" may say what is done in words that are not known.

    Sentences, numbers and shares say something else.
    """
    is_share = bool(_SHARES.search(heading_key(heading)))
    is_word = [len(text) <= MAX_WORD and any(map(str.isalpha, text)) for text in texts]
    return is_tick_heading(heading) and not is_share and any(is_word) and all(len(text) <= MAX_WORD for text in texts)


def _is_mark(heading: str) -> bool:
    key = heading_key(field_name_words(heading)).strip(" :.")
    return key in _split(_MARKS) or bool(_IS.match(key))


def _core(heading: str) -> str:
    key = heading_key(field_name_words(heading))
    bare = _AROUND.sub("", _YES_OR_NO.sub("", _ASKED.sub("", key)).rstrip(" ?"))
    return bare.strip(" ?!.:*¿%-✓✔☑") or key


def _bare(text: str) -> str:
    """Return a text without the signs around it: "✔ erledigt!" is "erledigt"."""
    return match_key(text).strip(" .,:;!*()[]-–—✓✔☑✅√☐✗✘❌\ufe0f")


def _shares(texts: Iterable[str]) -> dict[str, str]:
    """Return what shares such as 0.5, 50 or 50% mean: all is done, less is open. 1 is all where nothing exceeds it."""
    shares = {text: share for text in texts if (share := _SHARE.fullmatch(match_key(text)))}
    numbers = {text: float(share[1].replace(",", ".")) for text, share in shares.items()}
    whole = 1 if all(number <= 1 for text, number in numbers.items() if not shares[text][2]) else 100
    return {
        text: "done" if number >= (100 if shares[text][2] else whole) else "open"
        for text, number in numbers.items()
        if number <= 100
    }


@cache
def _open_ticks() -> dict[str, str]:
    """Return what yes and no mean under a heading that asks whether something is open.

    A dash, a cross or an empty box does not answer that.
    """
    other = {"done": "open", "open": "done"}
    return {word: other[role] for word, role in _ticks().items() if role == "done" or word not in _NO_ANSWERS}


@cache
def _ticks() -> dict[str, str]:
    return _by_word(_TICKS)


@cache
def _words() -> dict[str, str]:
    return _by_word(_WORDS)


def _by_word(words: dict[str, str]) -> dict[str, str]:
    """Return the role by each word's match key."""
    return {match_key(word): role for role, of_role in words.items() for word in _split(of_role)}


@cache
def _split(words: str) -> frozenset[str]:
    return frozenset(word for part in re.split(r"[|\n]", words) if (word := part.strip()))
