"""What holds for every text, number and row, whatever it is: Hypothesis looks for one for which it does not."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.component import Extractor, StanzaTokenizer
from pipeline.errors import ReleaseError
from pipeline.export import csv_table, json_lines
from pipeline.lex.literal import read_literal
from pipeline.observe import plain
from pipeline.read.canonical import canonical
from pipeline.read.file import File
from pipeline.read.text import read
from pipeline.records import COLUMNS, Observation, Release
from pipeline.rulebook import Rulebook
from pipeline.tokenise import to_doc, tokenise
from tests.written import written

# Stanza reads each example; the laws without it are tried on more.
WITH_STANZA = settings(max_examples=50)
WITHOUT = settings(max_examples=150)

FRAGMENTS = [
    "5", "0", "10", "3.000", "12,936", "1.250,5", "2023", "4/1/2024", "B30", "9001:2015", "Rp", "Rp.", "US$", "€",
    "%", "persen", "basis poin", "ribu", "juta", "miliar", "M", "T", "satu", "dua", "puluh", "belas", "ratus",
    "seribu", "setengah", "koma", "sepertiga", "kali lipat", "-an", "-", "–", "—", "−", "/", ":", ",", ".", "(", ")",
    "“", "”", "'", "±", "dan", "hingga", "antara", "masing-masing", "sekitar", "lebih dari", "hampir", "maksimal",
    "per", "tahun", "bulan", "ton", "hektare", "m2", "orang", "unit", "IKM", "dari", "menjadi", "di antaranya",
    "lainnya", "kedua", "ke-23", "itu", "PMI", "poin", "rasio", "Januari", "pukul", "WIB", "BACA JUGA:", "\n\n", "\n",
    "\t", "\u00a0", "\u200b", "\u0301", "\u202e", "\u2028", "\x0b", "\x1c", "\x85", "İ", "ß", "ﬁ", "²", "½", "Ⅷ",
    "\uff13", "\u0663", "中", "😀", "🇮🇩", "שלום", "\u00ad", "\ufeff", " " * 50,
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"])
ANY_TEXT = st.text(CHARACTERS)
NEWS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(FRAGMENTS), st.text(CHARACTERS, max_size=3)), st.sampled_from(["", " ", " ", "  "])
    ),
    max_size=20,
).map(lambda parts: "".join(word + blank for word, blank in parts))
TEXTS = st.one_of(ANY_TEXT, NEWS)


# ---- texts and tokens ------------------------------------------------------------------------------------------------


@WITH_STANZA
@given(TEXTS)
@example("\x00\x01\x1f\x7f\x9f")
@example("e\u0301\u0323 a\u034f\u0308")
@example("שלום 5% مرحبا \u0663\u066b\u0665 \u202e5\u202c")
@example("\u200b\u200d\u2060\ufeff5\u200b%")
@example(" " * 3000 + "5%" + "\t" * 300 + "\n" * 300)
@example("a" * 3000)
@example("\ufffe\uffff\U0010ffff")
def test_document_is_its_text(nlp: Language, text: str) -> None:
    assert nlp.tokenizer(text).text == text


@settings(max_examples=15)
@given(st.lists(TEXTS, max_size=6))
def test_tokens_do_not_depend_on_the_other_texts(nlp: Language, texts: list[str]) -> None:
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, StanzaTokenizer)
    together = [[t.text for t in doc] for doc in tokenise(texts, tokenizer.stanza, tokenizer.vocab)]
    assert together == [[t.text for t in tokenizer(text)] for text in texts]


@WITHOUT
@given(st.data())
def test_any_cut_of_a_text_makes_a_document_of_it(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=12)))
    pieces = [(a, b, data.draw(st.booleans())) for a, b in pairwise(cuts) if data.draw(st.booleans())]
    assert to_doc(text, pieces, Vocab()).text == text


# ---- quantities ------------------------------------------------------------------------------------------------------


def check(text: str, rows: list[Observation]) -> None:
    """Hold the rows of a text against what is true of all."""
    position = 0
    for row in rows:
        start, end = int(row.start), int(row.end)
        assert position <= start < end <= len(text)
        position = end
        assert text[start:end] == row.surface
        assert row.surface.strip()
        if row.value:
            assert Decimal(row.value).is_finite()
            assert (row.value_low, row.value_high) == ("", "")
        else:
            assert Decimal(row.value_low) <= Decimal(row.value_high)
        assert row.comparator in ("=", "~", ">", ">=", "<", "<=")
        assert {type(value) for value in row.cells()} == {str}


@WITH_STANZA
@given(TEXTS)
def test_any_text_gives_quantities_in_order_that_do_not_overlap(nlp: Language, extractor: Extractor, text: str) -> None:
    check(text, extractor.observations(Release("", "", text), nlp.tokenizer(text)))


@settings(max_examples=500)
@given(TEXTS)
def test_the_same_holds_whatever_the_tokens(extractor: Extractor, hand_made: Callable[[str], Doc], text: str) -> None:
    check(text, extractor.observations(Release("", "", text), hand_made(text)))


@WITHOUT
@given(NEWS)
def test_two_readings_of_a_text_are_the_same(extractor: Extractor, hand_made: Callable[[str], Doc], text: str) -> None:
    release = Release("", "", text)
    assert extractor.observations(release, hand_made(text)) == extractor.observations(release, hand_made(text))


# ---- numbers ---------------------------------------------------------------------------------------------------------


def indonesian(number: Decimal, groups: bool = True) -> str:
    """Write a number with points for thousands and a comma for decimals."""
    whole, _, decimals = f"{number:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if groups else whole
    return f"{grouped},{decimals}" if decimals else grouped


WHOLE = st.integers(0, 10**15)
DECIMALS = st.decimals(0, 10**12, places=2, allow_nan=False, allow_infinity=False)


@WITHOUT
@given(st.one_of(WHOLE.map(Decimal), DECIMALS, st.decimals(0, 10**6, places=5)), st.booleans())
def test_number_in_indonesian_notation_is_read_back(number: Decimal, groups: bool) -> None:
    assert read_literal(indonesian(number, groups)) == number


@WITHOUT
@given(st.one_of(st.integers(10**6, 10**15).map(Decimal), st.decimals(1000, 10**12, places=2)))
def test_number_in_english_notation_is_read_back_where_it_is_certain(number: Decimal) -> None:
    assert read_literal(f"{number:,}") == number


@WITHOUT
@given(DECIMALS, st.sampled_from([("", 0), ("ribu", 3), ("juta", 6), ("miliar", 9), ("triliun", 12)]))
def test_amount_is_read_exactly_out_of_a_sentence(
    extractor: Extractor, hand_made: Callable[[str], Doc], number: Decimal, scale: tuple[str, int]
) -> None:
    word, power = scale
    text = f"Nilainya Rp{indonesian(number)} {word}".rstrip() + " tahun ini."
    (quantity,) = extractor.quantities(hand_made(text))
    assert quantity.value == number.scaleb(power)
    assert plain(quantity.value) == plain(number.scaleb(power))


UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = [(10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu")]


def below_thousand(number: int) -> list[str]:
    """Spell 0 to 999; no word for 0."""
    hundreds, rest = divmod(number, 100)
    words = ["seratus"] if hundreds == 1 else [UNITS[hundreds], "ratus"] if hundreds else []
    tens, ones = divmod(rest, 10)
    if rest in (10, 11):
        return [*words, "sepuluh" if rest == 10 else "sebelas"]
    if tens == 1:
        return [*words, UNITS[ones], "belas"]
    return words + ([UNITS[tens], "puluh"] if tens else []) + ([UNITS[ones]] if ones else [])


def spell(number: int, se: bool = False) -> str:
    """Spell a number as schools teach; `se` writes sejuta, semiliar, setriliun for one of them."""
    words: list[str] = []
    for factor, word in SCALES:
        count, number = divmod(number, factor)
        if count == 1 and (word == "ribu" or (se and not words)):
            words.append("se" + word)
        elif count:
            words += [*below_thousand(count), word]
    return " ".join(words + below_thousand(number)) or UNITS[0]


def test_oracle_spells_as_schools_teach() -> None:
    assert spell(25_300) == "dua puluh lima ribu tiga ratus"
    assert spell(1_011_115) == "satu juta sebelas ribu seratus lima belas"
    assert spell(1_000_000, se=True) == "sejuta"


@settings(max_examples=300)
@given(st.one_of(st.integers(2, 2000), st.integers(2, 10**6), st.integers(2, 10**15 - 1)), st.booleans())
@example(1_001_000, True)
@example(101_101_101_101_101, False)
@example(110_011_010_100_001, True)
def test_number_in_words_is_read_back(
    extractor: Extractor, hand_made: Callable[[str], Doc], number: int, se: bool
) -> None:
    words = spell(number, se)
    text = f"Nilainya {words} rupiah tahun ini."
    (quantity,) = extractor.quantities(hand_made(text))
    assert quantity.value == number
    assert text[quantity.start : quantity.end] == f"{words} rupiah"


# ---- reading ---------------------------------------------------------------------------------------------------------

CHANGED = ["\r\n", "\r", "\n", "e\u0301", "a\u0323\u0301", "\u1100\u1161\u11a8", "\u212b", "\u0344", "5%"]
SOURCES = st.lists(st.one_of(st.sampled_from(CHANGED), st.text(CHARACTERS, max_size=3)), max_size=12).map("".join)


def lines(text: str) -> str:
    """Give a text line feeds only."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=300)
@given(SOURCES)
@example("e\u0301\r\n5%\u0301")
@example("\r\u0301")
def test_canonical_text_is_the_nfc_of_the_source_with_line_feeds(source: str) -> None:
    text, places = canonical(source)
    assert text == unicodedata.normalize("NFC", lines(source))
    assert canonical(text) == (text, ())
    if places:
        assert len(places) == len(text) + 1
        assert list(places) == sorted(places)
        assert places[-1] == len(source)


@settings(max_examples=300)
@given(SOURCES)
@example("e\u0301\r\n5%\u0301")
@example("\r\u0301")
def test_each_part_of_the_canonical_text_leads_back_to_its_source(source: str) -> None:
    text, places = canonical(source)
    starts = [i for i in range(len(text)) if not unicodedata.combining(text[i])] if places else []
    for low, high in pairwise(starts):
        part = source[places[low] : places[high]]
        assert unicodedata.normalize("NFC", lines(part)) == text[low:high]


BYTES = st.one_of(
    st.binary(max_size=60),
    TEXTS.map(lambda t: t.encode("utf-8")),
    TEXTS.map(lambda t: t.encode("utf-16", "replace")),
    TEXTS.map(lambda t: t.encode("latin-1", "replace")),
    st.tuples(
        st.one_of(TEXTS, st.sampled_from(["title: [", "a: &a [*a]", "title: x\npublished: 2024-99-99", "- 5"])), TEXTS
    ).map(lambda parts: f"---\n{parts[0]}\n---\n{parts[1]}".encode()),
)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a file in an empty folder."""
    return tmp_path_factory.mktemp("laws") / "rilis.txt"


@settings(max_examples=150)
@given(BYTES)
@example(b'---\ntitle: "\\UFFFFFFFF"\n---\nx')
@example(b"---\n" + b"[" * 2000 + b"\n---\nx")
def test_any_bytes_give_a_release_or_a_reason(place: Path, rulebook: Rulebook, raw: bytes) -> None:
    release = read_or_refuse(raw, place, rulebook)
    if release is None:
        return
    assert release.text.strip()
    assert unicodedata.is_normalized("NFC", release.text)
    assert release.title.encode("utf-8") is not None
    low, high = release.source_range(0, len(release.text)) or (-1, -1)
    assert unicodedata.normalize("NFC", lines(release.original[low:high])) == release.text
    assert release.warnings or release.original.encode("utf-8") == raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff", b"\0\0")


def read_or_refuse(raw: bytes, path: Path, rulebook: Rulebook) -> Release | None:
    """Return the release, or None where the reader gives a reason; any other exception is a fault."""
    try:
        return next(read(File(path, path.name, raw), rulebook))
    except ReleaseError as error:
        if not (error.reason and error.remedy):
            pytest.fail("no reason or no remedy")
        return None


METADATA = st.dictionaries(
    st.sampled_from(["title", "published", "url", "x"]),
    st.one_of(TEXTS, st.integers(), st.none(), st.lists(st.integers())),
    max_size=3,
)


@WITHOUT
@given(st.one_of(st.binary(max_size=40), METADATA.map(lambda data: json.dumps(data).encode())))
@example(b"[" * 100_000)
@example(b'{"title": "\\ud800"}')
def test_any_sidecar_gives_a_release_or_a_reason(place: Path, rulebook: Rulebook, raw: bytes) -> None:
    place.with_suffix(".json").write_bytes(raw)
    try:
        release = read_or_refuse(b"Judul\n\nIsi.", place, rulebook)
    finally:
        place.with_suffix(".json").unlink()
    if release is not None:
        assert release.title.encode("utf-8")


@pytest.fixture(scope="session")
def rows_of(
    extractor: Extractor, hand_made: Callable[[str], Doc], place: Path, rulebook: Rulebook
) -> Callable[[str], list[Observation]]:
    """Return a reader of sources that gives their rows."""

    def rows(source: str) -> list[Observation]:
        release = read_or_refuse(source.encode("utf-8"), place, rulebook)
        if release is None:
            return []
        return extractor.observations(release, hand_made(release.text))

    return rows


@WITHOUT
@given(NEWS, st.sampled_from(["", "\ufeff", "---\r\ntitle: x\r\n---\r\n"]), st.sampled_from(["\n", "\r\n", "\r"]))
@example("Kopi\n\nNaik 5%\u0301 lagi.", "", "\r\n")
def test_row_leads_back_to_the_bytes_of_the_file(
    rows_of: Callable[[str], list[Observation]], text: str, head: str, newline: str
) -> None:
    source = head + lines(unicodedata.normalize("NFD", text)).replace("\n", newline)
    for row in rows_of(source):
        part = source[int(row.source_start) : int(row.source_end)]
        assert unicodedata.normalize("NFC", lines(part)) == row.surface


# ---- export ----------------------------------------------------------------------------------------------------------

ROWS = st.lists(st.builds(Observation, **dict.fromkeys(("title", "unit", "sentence", "flags"), TEXTS)), max_size=5)


@WITHOUT
@given(ROWS)
@example([Observation(title="a\rb")])
@example([Observation(title='"'), Observation(title="\n")])
def test_exported_table_read_back_is_the_same_rows(rows: list[Observation]) -> None:
    header, *body = csv.reader(io.StringIO(written(csv_table.write, rows), newline=""), strict=True)
    assert tuple(header) == COLUMNS
    assert [tuple(row) for row in body] == [row.cells() for row in rows]


@WITHOUT
@given(ROWS)
def test_exported_lines_read_back_are_the_same_fields(rows: list[Observation]) -> None:
    placed = [Observation(**{c: getattr(row, c) for c in COLUMNS} | {"start": "1", "end": "2"}) for row in rows]
    back = [json.loads(line) for line in written(json_lines.write, placed).split("\n") if line]
    assert [{c: o.get(c, "") for c in COLUMNS} for o in back] == [{c: getattr(r, c) for c in COLUMNS} for r in placed]
