"""Guess the encoding of a text that is not UTF-8 by how plausible its words are in each one.

A list is short, so statistics on letters alone mislead. Its words count too: a wrong encoding puts signs and capital
letters inside words, mixes scripts in one word, or needs several languages where one explains all letters. Where two
readings are plausible, neither is chosen: the user is asked.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf, log

from sheetkit.patterns import lazy_pattern

_MAX_SAMPLE, _MAX_LINE = 100_000, 4_000  # bytes of the text, and of a line, whose words count
_MAX_IMPLAUSIBLE = 0.04  # of the words with letters beyond ASCII
_MIN_MARGIN = 6.0  # nats between the best reading and the next
_LANGUAGE = 3.0  # nats that one more language costs
_FOREIGN_LETTER = 12.0  # nats of a letter that none of the languages has
_SIGN, _USUAL_SIGN, _IMPLAUSIBLE_WORD = 8.0, 1.0, 16.0  # nats of a sign beyond ASCII, and of an implausible word
_ODD_WORD = 6.0  # nats of a word with a letter in an unusual place
_NO_SIGN = "¤"  # it costs twice, since nobody writes it: ISO-8859-15 has the euro there
_COMMON_CHARACTER, _RARE_CHARACTER = 5.0, 9.0  # nats of a Chinese, Japanese or Korean one
_MAX_LANGUAGES = 4  # that a list may mix
_MIN_COMMON_LETTERS = 0.5  # share of frequent letters in a text in another script than Latin
_MIN_COMMON_SIGNS = 0.25  # share of frequent ones among Chinese, Japanese or Korean characters
_MIN_SIGNS = 2
_ACCENTED_WORD = 0.7  # share of accented letters in a Latin word, more than any language here has
_BETWEEN_WORDS = lazy_pattern(r"[\x00-&(-/:-@\[-`{-\x7f]+")  # ASCII, but letters, digits and the apostrophe
_SHORT_WORDS = frozenset("àáâåéèêíîóôúüÀÁÅÉÍÓÖÜäöавикосуяіїйєАВИКОСУЯІηοαΗΟΑ")  # letters that may be words
_OPENING = frozenset("«“„‘‚‹»”¿¡–—…•·№§©°\xa0'")  # signs before a word
_CLOSING = frozenset("»”’“‘‹›«…–—®™©º°·\xa0€%")  # signs after a word
_EXPONENTS = frozenset("²³¹")  # after a short word, as in m²
_WITH_SHORT_WORDS = ("LATIN", "CYRILLIC", "GREEK")
# "ë" follows a vowel and "ė" does not, "ñ" precedes one and "ń" does not, and "þ" begins a syllable.
_ODD = lazy_pattern(
    r"(?<![aeiouyáéó])[ëï]|(?<=[aeiou])ė|ñ(?![aeiouáéíóúü])|ń(?=[aeiouyáéíóú])|þ(?![aeiouyrvjáéíóúýöæ])", re.IGNORECASE
)
_INITIALS = lazy_pattern(r"(?<!\w)\w(?:\.|-\w{1,2}(?!\w))")  # "И. А. Петров", "г-н"
_THAI_WORD = lazy_pattern(r"(?:[เ-ไ]?[ก-ฮ][ัิ-ู็]?[่-๋]?์?[ะาำ]?ๆ?|ฯ|[๐-๙0-9])+")
_VOWELS = frozenset(map(chr, [*range(0x64B, 0x653), 0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F)]))  # and tones
_MAX_SIGNS = 2  # in a row, without a letter
_INSIDE = frozenset("'’·\xa00123456789")
_NO_LETTERS = frozenset("µªº")
_USUAL = lazy_pattern(  # signs in their usual places, except quotation marks
    r"(?<![^\s,;|])[–—•…€№·°]+(?![^\s,;|])|(?<=[a-z])’(?=(?:s|t|d|m|re|ll|ve)\b)|\b(?:[ldnsjcmt]|qu)’(?=\w)"
    r"|(?<=\d)\s?[€£°²³]|(?<=\bm)[²³]|[€£§№]\s?(?=\d)|(?<=\w)…(?!\w)|°(?=[CF]\b)|\bn[º°]|(?<=[a-z]s)’(?!\w)",
    re.IGNORECASE,
)
_QUOTES = tuple(map(lazy_pattern, ("“[^“”\n]+”", "«[^«»\n]+»", "„[^“”„\n]+[“”]", r"‘[^‘’\n]+’(?!\w)", r"¿[^¿\n]+\?")))
_BOXES = range(0x2500, 0x25A0)
_NO_TEXT = ("Cc", "Co", "Cn", "Cs")  # Unicode's categories of what is no character of a text

# The lower-case letters beyond ASCII of each language, the most frequent first.
_WESTERN = (
    "éèàêçôîâûùëïœæüÿ", "üäöß", "óíáéñúü", "ãçáéíóõêâúôà", "àèùòìéó", "åøæéü", "äöåé", "áðíóéþöúæý", "ëéïöüè",
    "óàèíéçúòïü", "äõüöšž",
)  # fmt: skip
_CENTRAL = ("łęąóśżćńź", "íáéěřčžýšůúňťóď", "áíčšžéýúťľňôäóďŕĺ", "áéöóőüíúű", "ăîşţâ", "čšžćđ", "üäöß", "ëç")
_TURKISH = ("ıüşçğöİâîû", "üäöß", "éèàêçôîâûùëïœæüÿ", "óíáéñúü")
_BALTIC = ("ėšųžąįčūę", "āīšēņļžūķčģ", "äõüöšž", "üäöß", "łęąóśżćńź")
_CYRILLIC = (
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ", "оаниітврелсукдмпзябьгчйхцюжєїшщфґ", "аніоетрсклвдумпяызьбгчйхцжўёюэфш",
    "аиоенртјсвклдмпугзбчшцжћхљњфђџ", "аоеитнрсвлкдпмујзгбчшцжќхфљњѓѕџ", "аеоитнрсвлдкпмзяъубгчцжщйхшфюь",
)  # fmt: skip
_GREEK = ("αοιετσνηυρπκμλςωδγχόίάθφέβήύξζώψϊΐϋΰ",)
_HEBREW = ("יוהלאתרמבשנםדעקחפכגסטצזןךףץ",)
_THAI = ("านรอกเงมยลวดทสตะปบคหแจพชขใไโผถซธณฟศญษฉฮฐภฏฆฎำ",)
_ARABIC = ("المينرتوبدعةأهقفسحكجطشىصخضذزثغإئءؤظآپچژگکی",)
_CHINESE = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知"
    "全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务"
    "做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记"
    "南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔合同收发送寄件人交给状态备注项目报告审核付款"
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞"
    "平刚桂华建国志红梅玲辉鹏飞宇浩婷欣雪琳佳俊凯晨博文轩子涵梓豪怡然雨泽思远嘉莹瑶洁倩颖"
    "這個們來為國說時會對過發後無學現當動還進樣開從實長機關業間問應戰頭體見產話給門東員論處義條氣題爾別變總電數報結務場計資統區"
    "隊決馬達強難權設術領確師觀讓帶張劉陳楊趙黃吳孫鄭謝韓馮鄧許蘇盧蔣賈葉閻鍾陸錢湯賴龔偉麗傑蘭華國紅輝飛"
)
_JAPANESE = frozenset(
    "日本人年大十二三四五六七八九月一国会中出者事生上長社分的前東学新時間高同田山川村木井藤佐鈴橋渡辺伊加斎松林清水崎森池阿部石"
    "小野原岡後近坂遠青福西太谷上今金丸和健一郎子美恵由明代真理香織翔優結衣陽菜大輔直樹正雄幸雄智也哲夫弘之博達裕介隆誠豊拓哉花"
    "定書類送付返却期限予備考担当依頼契約見積報告確認資料提出請求品名件先部課長様株式会社注文納借用保管済未完了状態連絡電話内容"
    "修理手続申込受取発行計画案内部屋鍵本店支払業務原稿議録図面作成更料金写真宮内竹三安島吉武久保千葉平尾関口河横浜京都府県市区町"
    "々高柳永沢澤浅桜星南北中央"
)
_KOREAN = frozenset(
    "이다는을의에가고한지기사로하를은어리자도나정일시인대아보서해스수라들여그과전성장부상원만주계구제있면비공우신선조세문소동안유오"
    "것게관요치학미국경민회물용적행와연으방행무생모발마내진거저때중분실화위간음재할말김박최강윤임한권황송류홍준서현영지은미경숙희"
    "호철수진석우재훈민성태혜원예린빈연아규찬식명순옥규화업보고서계약검토제출반환예정일담당자항목발송완료대기상태메모견적요청납품확인"
    "차곽배백남심노하허추변엄채방마표염왕길반신양손"
)


@dataclass(frozen=True)
class _Page:
    """An encoding: its codec, its name, and how a text in it is judged.

    `script` is the first word of its letters' Unicode names, or CJK. `languages` are the letters beyond ASCII of each
    language written in it; `common` are the frequent characters of Chinese, Japanese or Korean. `rarity` is in nats.
    """

    codec: str
    name: str
    script: str
    languages: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    rarity: float = 0.0


_PAGES = (
    _Page("cp1252", "Windows-1252", "LATIN", _WESTERN),
    _Page("iso8859-15", "ISO-8859-15", "LATIN", _WESTERN, rarity=2),
    _Page("mac-roman", "Mac Roman", "LATIN", _WESTERN, rarity=3),
    _Page("cp850", "DOS 850", "LATIN", _WESTERN, rarity=6),
    _Page("cp1250", "Windows-1250", "LATIN", _CENTRAL),
    _Page("iso8859-2", "ISO-8859-2", "LATIN", _CENTRAL, rarity=2),
    _Page("mac-latin2", "Mac Central European", "LATIN", _CENTRAL, rarity=7),
    _Page("cp852", "DOS 852", "LATIN", _CENTRAL, rarity=10),
    _Page("cp1254", "Windows-1254", "LATIN", _TURKISH),
    _Page("mac-turkish", "Mac Turkish", "LATIN", _TURKISH, rarity=7),
    _Page("cp1257", "Windows-1257", "LATIN", _BALTIC, rarity=5),
    _Page("cp1251", "Windows-1251", "CYRILLIC", _CYRILLIC),
    _Page("koi8-r", "KOI8-R", "CYRILLIC", _CYRILLIC, rarity=2),
    _Page("koi8-u", "KOI8-U", "CYRILLIC", _CYRILLIC, rarity=2),
    _Page("mac-cyrillic", "Mac Cyrillic", "CYRILLIC", _CYRILLIC, rarity=6),
    _Page("iso8859-5", "ISO-8859-5", "CYRILLIC", _CYRILLIC, rarity=2),
    _Page("cp866", "DOS 866", "CYRILLIC", _CYRILLIC, rarity=6),
    _Page("cp1253", "Windows-1253", "GREEK", _GREEK),
    _Page("iso8859-7", "ISO-8859-7", "GREEK", _GREEK, rarity=2),
    _Page("mac-greek", "Mac Greek", "GREEK", _GREEK, rarity=6),
    _Page("cp1255", "Windows-1255", "HEBREW", _HEBREW),
    _Page("cp1256", "Windows-1256", "ARABIC", _ARABIC),
    _Page("cp874", "Windows-874", "THAI", _THAI),
    _Page("cp932", "Shift-JIS", "CJK", common=_JAPANESE),
    _Page("euc_jp", "EUC-JP", "CJK", common=_JAPANESE),
    _Page("gb18030", "GB18030", "CJK", common=_CHINESE),
    _Page("cp950", "Big5", "CJK", common=_CHINESE),
    _Page("cp949", "EUC-KR", "CJK", common=_KOREAN),
)
GUESSED = {page.codec: page.name for page in _PAGES}


@dataclass(frozen=True)
class Guess:
    """An encoding's name, and the text as read in it."""

    name: str
    text: str


def guess_encoding(data: bytes, in_utf8: Sequence[bytes] = ()) -> Guess | None:
    """Return the only encoding in which a text is plausible, None where none is, or several read it differently.

    `in_utf8` are the lines that are UTF-8 as well. A guess has to explain them without any implausible word.
    """
    sample, in_both = _sample(data.split(b"\n")), _sample(in_utf8)
    used = bytes(byte for byte in range(256) if byte in data)  # all that a single-byte encoding has to explain
    rated: dict[int, tuple[float, _Page]] = {}  # by the text's hash: encodings with the same reading count once
    for page in _PAGES:
        try:
            cost = _cost(sample.decode(page.codec), page)
            lines = in_both.decode(page.codec)
            if cost == inf or (lines and (_cost(lines, page) == inf or _implausible_words(lines, page))):
                continue
            text = (data if page.script == "CJK" else used).decode(page.codec)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            best = rated.setdefault(hash(text), (cost, page))
            rated[hash(text)] = min(cost, best[0]), best[1]
    ranked = sorted(rated.values(), key=lambda rating: rating[0])
    if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < _MIN_MARGIN):
        return None
    page = ranked[0][1]
    return Guess(page.name, data.decode(page.codec))


def _sample(lines: Iterable[bytes]) -> bytes:
    """Return the different lines that are not ASCII, up to some length: ASCII reads the same in all encodings.

    A long line is cut at a sign that cannot be part of a multi-byte character.
    """
    sample: dict[bytes, None] = {}
    length = 0
    for line in lines:
        if length > _MAX_SAMPLE:
            break
        if not line.isascii():
            end = max(0, *map(line[:_MAX_LINE].rfind, (b" ", b",", b";", b"\t")))
            short = line if len(line) <= _MAX_LINE else line[:end]
            length += len(short) if short not in sample else 0
            sample[short] = None
    return b"\n".join(sample)


def _is_text(text: str) -> bool:
    """Return whether a text has no control, private or unassigned characters and no box drawing."""
    foreign = (sign for sign in set(text) if not sign.isascii())
    return not any(unicodedata.category(sign) in _NO_TEXT or ord(sign) in _BOXES for sign in foreign)


def _cost(sample: str, page: _Page) -> float:
    """Return roughly how improbable a text is in an encoding, in nats; `inf` where it is impossible."""
    if not _is_text(sample):
        return inf
    if page.script == "CJK":
        return _cost_of_characters(sample, page)
    words = _foreign_words(sample)
    implausible = _implausible_words(sample, page)
    if implausible > _MAX_IMPLAUSIBLE * len(words):
        return inf
    letters = Counter(
        letter if letter == "İ" else letter.lower()
        for word in words
        for letter in word
        if letter.isalpha() and not letter.isascii() and letter not in _NO_LETTERS
    )
    if page.script != "LATIN":
        common = {letter for language in page.languages for letter in language[: len(language) // 3]}
        if sum(letters[letter] for letter in common) < _MIN_COMMON_LETTERS * letters.total():
            return inf
    cost = _cost_of_letters(letters, page.languages) if letters else 0.0
    odd = sum(bool(_ODD.search(word)) for word in words)
    return cost + _cost_of_signs(sample) + _IMPLAUSIBLE_WORD * implausible + _ODD_WORD * odd + page.rarity


def _cost_of_characters(sample: str, page: _Page) -> float:
    characters = [sign for sign in sample if not sign.isascii() and sign.isalpha()]
    common = sum(sign in page.common or "\u3041" <= sign <= "\u30fc" for sign in characters)
    if len(characters) < _MIN_SIGNS or common < _MIN_COMMON_SIGNS * len(characters):
        return inf
    return _COMMON_CHARACTER * common + _RARE_CHARACTER * (len(characters) - common)


def _cost_of_signs(sample: str) -> float:
    """Return the cost of signs beyond ASCII: each counts, but in usual places only each kind does."""
    signs = sum(not (sign.isascii() or _is_letter(sign)) for sign in sample) + sample.count(_NO_SIGN)
    usual = [sign for match in _USUAL.finditer(sample) for sign in match[0] if not (sign.isascii() or sign.isalpha())]
    quoted = [2 * len(pattern.findall(sample)) for pattern in _QUOTES]
    kinds = len(set(usual)) + sum(map(bool, quoted))
    return _SIGN * (signs - len(usual) - sum(quoted)) + _USUAL_SIGN * kinds


def _cost_of_letters(letters: Counter[str], languages: Sequence[str]) -> float:
    """Return the cost of letters in the few languages that explain them best; each language costs something too."""
    ranks = [{letter: rank for rank, letter in enumerate(language)} for language in languages]
    costs = [[_letter_cost(rank.get(letter), rank) * count for letter, count in letters.items()] for rank in ranks]
    cost: float = min(
        _LANGUAGE * size + log(size) * letters.total() + sum(map(min, zip(*chosen, strict=True)))
        for size in range(1, min(_MAX_LANGUAGES, len(costs)) + 1)
        for chosen in combinations(costs, size)
    )
    return cost


def _letter_cost(rank: int | None, language: Mapping[str, int]) -> float:
    """Return the cost of a letter: the logarithm of its frequency, which falls with its rank as Zipf's law says."""
    if rank is None:
        return _FOREIGN_LETTER
    return log((rank + 1) * sum(1 / (place + 1) for place in range(len(language))))


def _foreign_words(text: str) -> set[str]:
    """Return the different words with characters beyond ASCII, as ASCII blanks and punctuation separate them."""
    return {piece for piece in set(_BETWEEN_WORDS.split(_INITIALS.sub(" ", text))) if not piece.isascii()}


def _implausible_words(text: str, page: _Page) -> int:
    if page.script == "CJK":
        return 0
    return sum(not _is_plausible(word, page.script) for word in _foreign_words(text))


def _is_plausible(word: str, script: str) -> bool:
    """Return whether a word looks like one: one script, no sign inside it, no capital after a lower-case letter."""
    body = word.strip("'").lstrip("".join(_OPENING)).rstrip("".join(_CLOSING))
    short = body.rstrip("".join(_EXPONENTS))
    if len(short) <= 2 or not short.isalpha():
        body = short
    if not body or body.isascii():
        return True
    if not any(letter.isalpha() for letter in body):
        return len(body) <= _MAX_SIGNS  # a sign by itself, such as a bullet or a currency
    if body[0] in "'’" or (len(body) == 1 and script in _WITH_SHORT_WORDS and body not in _SHORT_WORDS):
        return False
    letters = [letter for letter in body if _is_letter(letter) and letter not in _NO_LETTERS]
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    if len(scripts) > 1 or scripts - {script, "LATIN"}:
        return False
    if any(sign in _NO_LETTERS or not (_is_letter(sign) or sign in _INSIDE) for sign in body):
        return False
    foreign = sum(not letter.isascii() for letter in body)
    if script == "LATIN" and len(body) >= 3 and foreign > _ACCENTED_WORD * len(body):
        return False
    if script == "THAI" and not _THAI_WORD.fullmatch(body):
        return False
    if "ς" in body[:-1] or (len(body) > 1 and body.endswith("σ")):
        return False
    return not any(
        first.islower() and second.isupper() and not (first.isascii() and second.isascii())
        for first, second in pairwise(body)
    )


def _is_letter(sign: str) -> bool:
    """Return whether a sign is a letter, or a common mark above or below one."""
    return sign.isalpha() or sign in _VOWELS
