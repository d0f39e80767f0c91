"""Number expressions in words and with scales, read by the lexer from documents made by hand."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from spacy.tokens import Doc

from pipeline.component import Extractor
from pipeline.lex import Written
from pipeline.records import Term

Terms = Callable[[str], list[Term]]


@pytest.fixture
def terms(extractor: Extractor, hand_made: Callable[[str], Doc]) -> Terms:
    """Return the terms with a numeral."""
    return lambda text: [t for c in extractor.lexer.clauses(Written.of(hand_made(text))) for t in c.terms if t.numeral]


def value(terms: Terms, text: str) -> Decimal:
    """Return the value of the one number that the text must be."""
    (term,) = terms(text)
    assert term.numeral is not None
    assert (term.text, text[term.start : term.end]) == (text, text)
    return term.numeral.value


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("nol", 0),
        ("satu", 1),
        ("sembilan", 9),
        ("sepuluh", 10),
        ("sebelas", 11),
        ("dua belas", 12),
        ("sembilan belas", 19),
        ("dua puluh", 20),
        ("dua puluh satu", 21),
        ("sembilan puluh sembilan", 99),
        ("seratus", 100),
        ("seratus satu", 101),
        ("seratus sebelas", 111),
        ("dua ratus lima", 205),
        ("sembilan ratus sembilan puluh sembilan", 999),
        ("seribu", 1000),
        ("seribu seratus sebelas", 1111),
        ("dua ribu dua puluh empat", 2024),
        ("sepuluh ribu", 10_000),
        ("dua puluh lima ribu tiga ratus", 25_300),
        ("seratus ribu", 100_000),
        ("seratus satu ribu", 101_000),
        ("sejuta", 1_000_000),
        ("satu juta satu", 1_000_001),
        ("satu juta seribu", 1_001_000),
        ("seratus satu juta dua ribu tiga", 101_002_003),
        ("semiliar", 10**9),
        ("dua miliar lima ratus juta", 2_500_000_000),
        ("setriliun", 10**12),
        (
            "sembilan ratus triliun delapan ratus miliar tujuh ratus juta enam ratus ribu lima ratus",
            900_800_700_600_500,
        ),
    ],
)
def test_number_words_are_read_up_to_trilions(terms: Terms, words: str, number: int) -> None:
    assert value(terms, words) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("setengah juta", "500000"),
        ("satu setengah juta", "1500000"),
        ("dua setengah miliar", "2500000000"),
        ("tiga perempat juta", "750000"),
        ("seperempat juta", "250000"),
        ("dua koma lima", "2.5"),
        ("dua koma lima juta", "2500000"),
        ("nol koma nol lima", "0.05"),
        ("tujuh koma dua puluh lima", "7.25"),
        ("lima koma tiga satu", "5.31"),
        ("sepuluh koma lima", "10.5"),
    ],
)
def test_halves_and_decimals_in_words_are_read(terms: Terms, text: str, number: str) -> None:
    assert value(terms, text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4,19 juta", "4190000"),
        ("4.1 juta", "4100000"),
        ("10 ribu", "10000"),
        ("10ribu", "10000"),
        ("10rb", "10000"),
        ("10 rb", "10000"),
        ("2 jt", "2000000"),
        ("1,5 milyar", "1500000000"),
        ("1,5 miliar", "1500000000"),
        ("7 trilyun", "7000000000000"),
        ("7,25 triliun", "7250000000000"),
        ("5 ratus", "500"),
        ("2 ratus ribu", "200000"),
        ("1 juta 250 ribu", "1250000"),
        ("3 ribu triliun", "3000000000000000"),
        ("0,475 juta", "475000"),
    ],
)
def test_scale_words_multiply_digits_exactly(terms: Terms, text: str, number: str) -> None:
    assert value(terms, text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["12 ribu-an", "12 ribuan", "400 ribuan", "17.500-an", "2 jutaan", "seratusan", "dua ribuan"]
)
def test_suffix_an_makes_a_number_approximate(terms: Terms, text: str) -> None:
    (term,) = terms(text)
    assert term.numeral is not None
    assert term.numeral.approximate
    assert term.text == text


@pytest.mark.parametrize("text", ["7,9 M", "7,9 T", "7,9 B", "7,9 K"])
def test_scale_letters_without_a_currency_are_no_scale(terms: Terms, text: str) -> None:
    (term,) = terms(f"jaraknya {text} dari sini")
    assert term.text == "7,9"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Rp7,9 M", "7900000000"),
        ("Rp 7,9M", "7900000000"),
        ("Rp1,5T", "1500000000000"),
        ("IDR 2 T", "2000000000000"),
        ("US$ 3 M", "3000000000"),
        ("7,9 M rupiah", "7900000000"),
        ("Rp 5-6 T", "6000000000000"),
    ],
)
def test_scale_letters_beside_a_currency_are_a_scale(terms: Terms, text: str, number: str) -> None:
    numeral = terms(text)[-1].numeral
    assert numeral is not None
    assert numeral.value == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "007", "05", "1.2.3", "B30", "B-30", "K3", "M16", "M-16", "T-50", "X5", "G20", "Covid-19", "123rf",
        "9001:2015a", "4/1/2024", "https://a.id/5",
    ],
)  # fmt: skip
def test_codes_and_dates_have_no_numeral(terms: Terms, text: str) -> None:
    assert terms(f"program {text} pemerintah") == []


@pytest.mark.parametrize("text", ["belasan", "puluhan", "ratusan ribu", "jutaan", "beberapa ratus"])
def test_vague_numbers_have_no_numeral(terms: Terms, text: str) -> None:
    assert terms(f"sebanyak {text} orang di 5 kota")[0].text == "5"


def test_words_over_a_hard_blank_are_one_number(terms: Terms) -> None:
    assert [t.numeral.value for t in terms("dua puluh\u00a0lima") if t.numeral] == [25]


def test_two_numbers_side_by_side_stay_two(terms: Terms) -> None:
    assert [t.text for t in terms("dua tiga")] == ["dua", "tiga"]


def test_comma_parts_two_numbers(terms: Terms) -> None:
    assert [t.text for t in terms("dua juta, tiga ribu")] == ["dua juta", "tiga ribu"]


def test_value_with_a_scale_keeps_every_digit(terms: Terms) -> None:
    assert value(terms, "1.234.567.890.123.456.789.012.345.678,9 juta") == Decimal("1234567890123456789012345678900000")
