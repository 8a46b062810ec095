"""Lists of names in the encodings that programs still write are read correctly, or not at all."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.log.read.guess_encoding import guess_encoding

LISTS = {
    "Russian": (
        ["Договор аренды", "Счёт-фактура", "Ключи от склада", "ОБЪЕКТ ЮГ", "Отчёт за квартал"],
        ["Иван Петров", "Мария Сидорова", "Юрий Цветков", "Фёдор Чайкин", "Елена Щукина"],
        ["cp1251", "koi8-r", "iso8859-5", "mac-cyrillic"],
    ),
    "Ukrainian": (
        ["Договір оренди", "Рахунок", "Ключі від складу", "Перелік завдань"],
        ["Іван Шевченко", "Їжакевич Юлія", "Євген Кравець", "Олексій Бойко"],
        ["cp1251", "koi8-u", "iso8859-5"],
    ),
    "Bulgarian": (
        ["Договор за наем", "Годишен отчет", "Списък задачи"],
        ["Георги Иванов", "Стоян Петков", "Йорданка Цветкова", "Димитър Ангелов"],
        ["cp1251"],
    ),
    "Greek": (
        ["Συμβόλαιο μίσθωσης", "Τιμολόγιο", "Άδεια", "Κλειδιά αποθήκης"],
        ["Γιώργος Παπαδόπουλος", "Μαρία Κωνσταντίνου", "Ελένη Αντωνίου", "Βασιλική Ψαρρά"],
        ["cp1253", "iso8859-7", "mac-greek"],
    ),
    "Polish": (
        ["Umowa najmu", "Zamówienie części", "Oświadczenie", "Prośba o urlop"],
        ["Łukasz Wiśniewski", "Małgorzata Wójcik", "Żaneta Źródlak", "Grzegorz Brzęczyszczykiewicz"],
        ["cp1250", "iso8859-2", "mac-latin2"],
    ),
    "Czech": (
        ["Nájemní smlouva", "Čtvrtletní zpráva", "Klíče od skladu", "Žádost o dovolenou"],
        ["Jiří Dvořák", "Petra Nováková", "Šárka Růžičková", "Věra Štěpánová", "Zdeněk Kučera"],
        ["cp1250", "iso8859-2", "mac-latin2"],
    ),
    "Hungarian": (
        ["Bérleti szerződés", "Költségvetés", "Számla"],
        ["Kovács Zoltán", "Szőke Ágnes", "Kőműves Lajos", "Fűrész Éva"],
        ["cp1250", "iso8859-2"],
    ),
    "Turkish": (
        ["Kira sözleşmesi", "Üç aylık rapor", "Depo anahtarları"],
        ["Ayşe Yılmaz", "Gökhan Çelik", "İbrahim Doğan", "Müge Işık"],
        ["cp1254", "iso8859-9", "mac-turkish"],
    ),
    "Thai": (
        ["รายงานประจำปี", "สัญญาเช่า", "กุญแจคลังสินค้า", "ใบแจ้งหนี้", "แผนงบประมาณ"],
        ["สมชาย ใจดี", "สุดา แก้วมณี", "ประเสริฐ ศรีสุข", "อนงค์ ทองคำ"],
        ["cp874", "tis-620"],
    ),
    "Japanese": (
        ["契約書の確認", "見積書", "第3四半期レポート", "Excelファイル"],
        ["田中太郎", "鈴木花子", "佐藤健一", "渡辺直樹"],
        ["shift_jis", "euc_jp"],
    ),
    "Chinese": (["租赁合同", "季度报告", "仓库钥匙", "报价单"], ["张伟", "王芳", "李娜", "欧阳静"], ["gb18030"]),
    "Taiwanese": (["租賃合約", "季度報告", "報價單"], ["張偉", "陳淑芬", "林志明"], ["big5"]),
    "Korean": (["임대 계약서", "분기 보고서", "창고 열쇠"], ["김민수", "이서연", "박지훈", "최유진"], ["euc_kr"]),
    "German": (["Mietvertrag", "Prüfbericht", "Straßenplan"], ["Jürgen Weiß", "Anna Müller", "Jörg Groß"], ["cp1252"]),
    "French": (
        ["Contrat à relire", "Clés du dépôt", "Reçu"],
        ["Hélène Lefèvre", "François Dupont", "Gaëlle Côté"],
        ["cp1252", "mac-roman"],
    ),
    "Spanish": (["Año fiscal", "Informe"], ["José García", "Ana Núñez", "Íñigo López"], ["cp1252", "mac-roman"]),
    "Danish": (
        ["Lejekontrakt", "Årsrapport", "Nøgler til lager"],
        ["Søren Kjær", "Mette Ågård", "Jørgen Bøgh", "Lærke Nørgaard"],
        ["cp1252", "mac-roman"],
    ),
    "Portuguese": (["Orçamento", "Relatório"], ["João Conceição", "Inês Guimarães", "Lúcia Araújo"], ["cp1252"]),
    "Lithuanian": (
        ["Nuomos sutartis", "Sąskaita", "Sandėlio raktai"],
        ["Šarūnas Kazlauskas", "Živilė Petrauskienė", "Rūta Žukaitė", "Ąžuolas Čepas"],
        ["cp1257"],
    ),
}
CASES = [(language, encoding) for language, (_, _, encodings) in LISTS.items() for encoding in encodings]


def list_of(items: list[str], names: list[str], lines: int) -> str:
    pairs = ((items[number % len(items)], names[number % len(names)]) for number in range(lines))
    return "Item;Handed to;Due\r\n" + "".join(f"{item};{name};2026-11-10\r\n" for item, name in pairs)


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_a_list_of_usual_length_is_read_with_its_own_letters(language: str, encoding: str) -> None:
    items, names, _ = LISTS[language]
    for lines in (6, 60):
        text = list_of(items, names, lines)
        guess = guess_encoding(text.encode(encoding))
        assert guess is not None
        assert guess.text == text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.data())
def test_a_short_list_is_read_right_or_not_at_all(case: tuple[str, str], data: st.DataObject) -> None:
    items, names, _ = LISTS[case[0]]
    some = data.draw(st.lists(st.sampled_from(items), min_size=2, max_size=3, unique=True))
    people = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True))
    text = list_of(some, people, 3)
    guess = guess_encoding(text.encode(case[1]))
    assert guess is None or guess.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Ana’s plan;Ben",
        "“Final” draft;Ana",
        "Plan – draft;Ana",
        "Budget 25 €;Ana",
        "10 m² – 5 °C;Ana",
        "Café;Zoë Müller",
    ],
)
def test_an_english_list_with_a_few_signs_is_windows_1252(text: str) -> None:
    guess = guess_encoding(f"Item;Who\n{text}\n".encode("cp1252"))
    assert guess is not None
    assert (guess.name, guess.text) == ("Windows-1252", f"Item;Who\n{text}\n")


def test_of_two_plausible_readings_none_is_chosen() -> None:
    assert guess_encoding("Item;Who\nSøren\n".encode("cp1252")) is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("รายงาน;สมชาย", "cp874"),
        ("Plan 120 €;Ana\nPlan 80 €;Ben", "iso8859-15"),
        ("Prüfung 120 €;Jürgen Weiß", "iso8859-15"),
        ("Report;Mantė Grinius\nPlan;Miglė Kalvėnas\nKeys;Rūta Žukaitė", "cp1257"),
        ("Plan;Петров И. А.\nPlan;Сидорова М. П.\nPlan;г-жа Цветкова", "cp1251"),
        ("Plan;г. Москва\nPlan;д. Ноглики", "koi8-r"),
        ("Plan;الدّين نور\nPlan;عبد الرّحمن", "cp1256"),
        ("Report;Zoë", "cp1252"),
        ("Report;Daniël", "cp1252"),
        ("Raport;Cisoń\nPlan szkoleń;Poznań\nPlan;Wieluń", "cp1250"),
        ("\n".join(["Plan 120 €;Ana"] * 40), "cp1252"),
    ],
)  # fmt: skip
def test_letters_marks_and_initials_where_a_language_has_them_tell_encodings_apart(text: str, encoding: str) -> None:
    guess = guess_encoding(f"Item;Who\n{text}\n".encode(encoding))
    assert guess is not None
    assert guess.text == f"Item;Who\n{text}\n"


@pytest.mark.parametrize("text", ["Report;Mantė Grinius", "Keys;Lėja Kalvėnas"])
def test_two_dots_are_not_read_where_no_vowel_is_before_them(text: str) -> None:
    guess = guess_encoding(f"Item;Who\n{text}\n".encode("cp1257"))
    assert guess is None or guess.text == f"Item;Who\n{text}\n"


@pytest.mark.parametrize("text", ["Keys;林涛", "Report;段建华"])
def test_a_chinese_name_alone_is_no_word_of_another_script(text: str) -> None:
    guess = guess_encoding(f"Item;Who\n{text}\n".encode("gb18030"))
    assert guess is None or guess.name == "GB18030"


def test_names_from_all_over_western_europe_stay_theirs() -> None:
    names = ["José García", "François Müller", "Søren Kjær", "João Conceição", "Åsa Öberg", "Jürgen Weiß", "Zoë Núñez"]
    text = list_of(["Plan", "Report"], names, 21)
    for encoding in ("cp1252", "mac-roman"):
        guess = guess_encoding(text.encode(encoding))
        assert guess is not None
        assert guess.text == text


@pytest.mark.parametrize("line", [b"\xe9" * 500_000, b"\xe9a" * 500_000, b"\x93a " * 500_000, b"\xb2\xe2" * 500_000])
def test_a_huge_line_is_no_reason_to_wait(line: bytes) -> None:
    start = process_time()
    guess_encoding(b"Item;Who\n" + line + b"\n")
    assert process_time() - start < 10
