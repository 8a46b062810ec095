"""Headings are understood in the words that people use; one that could mean two things is decided and reported."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.log.read.headings import AssignedHeadings, assign_headings, split_lists
from sheetkit.template.store import shipped

PUBLIC = tomllib.loads(Path(__file__).parents[2].joinpath("public_headings.toml").read_text(encoding="utf-8"))["list"]
TITLES = [column.title for column in shipped().columns]


def assigned(*headings: str) -> AssignedHeadings:
    return assign_headings(dict(enumerate(headings, start=1)), shipped())


def meanings(*headings: str) -> dict[str, str]:
    """Return the column that each known heading means."""
    names = {number: name for name, number in assigned(*headings).columns.items()}
    return {text: names[number] for number, text in enumerate(headings, start=1) if number in names}


@pytest.mark.parametrize("public", PUBLIC, ids=lambda public: f"{public['name']}, {public['where'][:30]}")
def test_the_headings_of_a_public_list_are_understood(public: dict[str, list[list[str]]]) -> None:
    headings = [text for text, _ in public["headings"]]
    assert meanings(*headings) == {text: name for text, name in public["headings"] if name}


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("German", ["Nr.", "Aufgabe", "Verantwortlich", "Erfasst am", "Fällig am", "Status", "Erledigt am",
                    "Bemerkung"]),
        ("French", ["N°", "Tâche", "Responsable", "Date de début", "Échéance", "Statut", "Clôturé le", "Commentaires"]),
        ("Spanish", ["Nº", "Tarea", "Responsable", "Fecha de inicio", "Fecha límite", "Estado", "Fecha de cierre",
                     "Observaciones"]),
        ("Italian", ["Numero", "Attività", "Responsabile", "Data inizio", "Scadenza", "Stato", "Data chiusura",
                     "Note"]),
        ("Portuguese", ["Número", "Tarefa", "Responsável", "Data de início", "Prazo", "Situação", "Concluído em",
                        "Observações"]),
        ("Dutch", ["Volgnummer", "Taak", "Verantwoordelijke", "Startdatum", "Vervaldatum", "Status", "Afgerond op",
                   "Opmerkingen"]),
    ],
)  # fmt: skip
def test_headings_of_other_languages_are_aliases_like_any_other(language: str, headings: list[str]) -> None:
    wanted = ["id", "item", "handed_to", "handed_off", "expected_back", "status", "returned", "notes"]
    assert meanings(*headings) == dict(zip(headings, wanted, strict=True)), language


@pytest.mark.parametrize(
    "headings",
    [
        ["Task delegated", "Delegated to", "Assigned date", "Back by"],
        ["Document name", "Sent to", "Date sent", "Reply due", "Reply received"],
        ["Contract", "Counterparty", "Sent for signature", "Signature due", "Signed on"],
        ["Action agreed", "By whom", "Meeting date", "By when"],
        ["Subject", "Sent to", "Date submitted", "Response required by", "Response received"],
        ["Deficiency", "Contractor", "Date identified", "Required by"],
        ["Objet", "Confié à", "Remis le", "Attendu le", "Rendu le"],
        ["Artículo", "Prestado a", "Fecha de préstamo", "Fecha de devolución prevista", "Devuelto"],
        ["Objet prêté", "Emprunteur", "Date du prêt", "Date de retour prévue", "Date de retour effective"],
        ["Libro", "Prestato a", "Data prestito", "Data restituzione prevista", "Data restituzione effettiva"],
        ["Equipment Description", "Checked Out To", "Date Out", "Expected Return", "Date In"],
        ["Buch", "Verliehen an", "Leihdatum", "Geplante Rückgabe", "Rückgabedatum"],
        ["Actiepunt", "Eigenaar", "Startdatum", "Einddatum"],
        ["Acción", "Responsable", "Fecha de inicio", "Fecha compromiso"],
    ],
)
def test_lists_of_papers_and_loans_are_understood_in_the_words_they_use(headings: list[str]) -> None:
    wanted = ["item", "handed_to", "handed_off", "expected_back", "returned"]
    assert [*meanings(*headings).values()] == wanted[: len(headings)]


def test_action_is_the_item_of_a_list_without_another_and_the_next_action_beside_one() -> None:
    assert meanings("Action", "Owner", "Due")["Action"] == "item"
    assert list(assigned("Action", "Owner", "Due").decisions.values()) == [
        "'Action' is read as Item, since no other heading means Item."
    ]
    assert meanings("Issue", "Action", "Owner", "Due") == {
        "Issue": "item", "Action": "next_action", "Owner": "handed_to", "Due": "expected_back",
    }  # fmt: skip
    assert list(assigned("Issue", "Action", "Owner", "Due").decisions.values()) == [
        "'Action' is read as Next action, since 'Issue' means Item."
    ]


def test_of_several_words_that_could_mean_the_item_the_likeliest_does() -> None:
    assert meanings("Description", "Action", "Owner")["Action"] == "item"
    assert "Description" not in meanings("Description", "Action", "Owner")


def test_a_day_is_the_one_that_is_missing() -> None:
    assert meanings("Date", "Task", "Who", "Due")["Date"] == "handed_off"
    assert meanings("Task", "Who", "Sent", "Date")["Date"] == "expected_back"
    assert meanings("Task", "Lent to", "Lent on", "Return date")["Return date"] == "expected_back"
    assert meanings("Task", "Lent to", "Lent on", "Due back", "Return date")["Return date"] == "returned"
    assert meanings("Wat", "Wie", "Uitgeleend op", "Terug op")["Terug op"] == "expected_back"
    assert meanings("Wat", "Wie", "Uitgeleend op", "Terug voor", "Terug op")["Terug op"] == "returned"


def test_where_a_word_fills_a_gap_the_next_one_takes_its_place() -> None:
    meant = meanings("Tool", "User", "Issue date", "Return date", "Actual return date")
    assert (meant["Return date"], meant["Actual return date"]) == ("expected_back", "returned")
    meant = meanings("Book", "Lent to", "Checked out", "Due", "Check-in date", "Follow up")
    assert (meant["Check-in date"], meant["Follow up"]) == ("returned", "checkpoint")


@pytest.mark.parametrize(
    "headings",
    [
        "Issue #|Date reported|Description|Assigned to|Target Resolution date|Actual Resolution date",
        "Meeting date|Action point|Responsible|Deadline|Done?",
        "Ref|Question|Directed to|Date sent|Response needed by|Date answered|Answer",
        "Tool|Loaned to|Date loaned|Date due|Returned Y/N",
        "Nr|Aufgabe|Verantwortlich|Erstellt am|F\u00e4llig bis|Status|Erledigt am",
        "Lfd. Nr.|Ma\u00dfnahme|Wer|Bis wann|Seit wann|Erledigt",
        "T\u00e2che|Qui|Demand\u00e9 le|Pour le|Fait",
        "Tarea|Responsable|Fecha de asignaci\u00f3n|Fecha l\u00edmite|Estado",
        "Attivit\u00e0|Responsabile|Data assegnazione|Scadenza|Stato",
        "Item|Person|Lent|Due back|Got it back?",
        "Deliverable|Supplier|Ordered|Promised|Delivered",
        "Decision|Owner|Raised|Needed by|Decided on",
        "Issue Description|Reported By|Reported On|Assigned To|Status|ETA",
        "Waiting For|From|Since|Expected|Chased on",
        "Name|Assign|Created time|Date|Status",
        "task_name|assigned_to|created_at|due_date",
        "taskName|assignedTo|createdAt|dueDate",
        "TASK_NAME|ASSIGNEES|CREATED_ON|DUE_DATE (UTC)",
    ],
)
def test_headings_of_lists_that_people_keep_say_what_every_line_needs(headings: str) -> None:
    needed = {column.name for column in shipped().required}
    assert needed <= set(meanings(*headings.split("|")).values())


def test_a_word_that_could_fill_two_gaps_is_a_column_of_ones_own() -> None:
    assert "Date" not in meanings("Task", "Who", "Date")
    assert "Name" not in meanings("Name", "Sent", "Due")
    assert meanings("Name", "Book", "Date out", "Due")["Name"] == "handed_to"


def test_a_second_word_for_the_same_is_kept_and_said() -> None:
    found = assigned("Task", "Owner", "Assigned to", "Due")
    assert found.columns["handed_to"] == 2
    assert found.doubled == {}
    assert found.decisions == {
        3: "'Assigned to' could mean Handed to too, but 'Owner' does here, so it is kept as a column of your own."
    }


def test_a_heading_in_brackets_or_with_another_apostrophe_is_the_same() -> None:
    assert meanings("Task", "Responsible individual(s)")["Responsible individual(s)"] == "handed_to"
    assert meanings("Date d\u2019échéance", "Date d'emprunt") == {
        "Date d\u2019échéance": "expected_back", "Date d'emprunt": "handed_off",
    }  # fmt: skip


def test_a_name_of_a_field_is_the_words_in_it() -> None:
    assert meanings("title", "created_at", "closed_at", "assignee_email", "My_own", "_x_") == {
        "title": "item", "created_at": "handed_off", "closed_at": "returned", "assignee_email": "email",
    }  # fmt: skip
    assert meanings("eMail") == {"eMail": "email"}


def lists(*headings: str | None) -> list[list[str]]:
    texts = {number: text for number, text in enumerate(headings, start=1) if text}
    return [list(part.values()) for part in split_lists(texts, shipped())]


def test_two_lists_in_one_row_are_told_apart() -> None:
    one, other = ["Item", "Handed to", "Handed off", "Expected back"], ["Task", "Who", "Sent", "Due"]
    assert lists(*one, None, *one) == [one, one]
    assert lists(*one, None, *other) == [one, other]
    assert lists(*one, *one) == [one, one]
    assert lists(*one, None, *other, None, *one) == [one, other, one]
    assert lists(*one, None, "Task", "Who") == [one, ["Task", "Who"]]


@settings(deadline=None, max_examples=50)
@given(st.permutations(TITLES), st.sets(st.integers(0, len(TITLES)), max_size=3))
def test_one_list_with_empty_columns_in_it_is_one_list(titles: list[str], gaps: set[int]) -> None:
    headings = [text for place, title in enumerate(titles) for text in ([None, title] if place in gaps else [title])]
    assert lists(*headings) == [titles]


def test_a_list_with_two_words_for_the_same_is_one_list() -> None:
    headings = ["Task", "Owner", "Raised", "Date assigned", "Deadline", "Assigned to", "Comments", "Notes"]
    assert lists(*headings) == [headings]


@pytest.mark.parametrize(
    ("texts", "back"),
    [
        (["Item", "Borrower", "Checked out", "Due back", "Checked in"], 5),
        (["Equipment", "Name", "Check-out date", "Due date", "Check-in date"], 5),
        (["Book", "Borrowed by", "Loan date", "Due back", "Checked in"], 5),
        (["Equipment", "Checked out by", "Check-out date", "Due", "Check-in date", "Returned? (Y/N)"], 5),
        (["Item", "Handed to", "Handed off", "Due", "Checked in"], None),
        (["Item", "Borrower", "Checked out", "Due back", "Checked in", "Returned"], 6),
    ],
)
def test_what_was_checked_out_is_back_when_it_is_checked_in(texts: list[str], back: int | None) -> None:
    assigned = assign_headings(dict(enumerate(texts, start=1)), shipped())
    assert assigned.columns.get("returned") == back
    assert any("is read as Returned, since" in one for one in assigned.decisions.values()) == (back == 5)
