"""Bytes as text: what is declared, marked, valid or likely; mojibake mended where certain; nothing lost in silence."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.encoding import charset, decode, is_binary

TEXT = "Harga – “naik” 5% di Café 3°"


def moji(text: str, times: int = 1) -> str:
    """Write a text as a program does that takes UTF-8 for Latin-1, with its control characters or the web's signs."""
    for _ in range(times):
        text = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_decides_and_stays_the_first_character(encoding: str) -> None:
    decoded = decode(("\ufeff" + TEXT).encode(encoding), "windows-1252" if encoding == "utf-16-le" else "")
    assert (decoded.text, decoded.encoding) == ("\ufeff" + TEXT, encoding)


def test_valid_utf8_is_read_as_it_is() -> None:
    decoded = decode(TEXT.encode())
    assert (decoded.text, decoded.encoding, decoded.warnings) == (TEXT, "utf-8", ())


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "ISO-8859-1", "windows-1252", " us-ascii ", '"latin1"'])
def test_latin_1_declared_means_windows_1252(label: str) -> None:
    decoded = decode(TEXT.encode("cp1252"), label)
    assert (decoded.text, decoded.encoding, decoded.warnings) == (TEXT, "windows-1252", ())


def test_declared_charset_is_taken() -> None:
    assert decode("Цены выросли".encode("koi8-r"), "koi8-r").text == "Цены выросли"
    assert decode("工业增长".encode("gb18030"), "gb18030").text == "工业增长"


def test_utf8_that_is_declared_latin_1_is_utf8_with_a_warning() -> None:
    decoded = decode(TEXT.encode(), "iso-8859-1")
    assert (decoded.text, decoded.encoding) == (TEXT, "utf-8")
    assert "does not fit" in decoded.warnings[0]


def test_windows_1252_that_is_declared_utf8_is_windows_1252_with_a_warning() -> None:
    decoded = decode(TEXT.encode("cp1252"), "utf-8")
    assert (decoded.text, decoded.encoding) == (TEXT, "windows-1252")
    assert "does not fit" in decoded.warnings[0]


@pytest.mark.parametrize("label", ["foo", "utf-7", "unicode_escape", "hex", "rot13", "idna", "x" * 500, "a\0b", "é"])
def test_unknown_or_unfit_charset_is_told_and_not_used(label: str) -> None:
    decoded = decode(b"Rp 5 +AGE- \\u0041", label)
    assert decoded.text == "Rp 5 +AGE- \\u0041"
    assert "unknown" in decoded.warnings[0]


def test_charset_of_an_unknown_label_is_empty() -> None:
    assert (charset("utf8"), charset("latin-1"), charset("base64"), charset("")) == ("utf-8", "windows-1252", "", "")


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("Harga kopi café naik".encode("latin-1"), "Harga kopi café naik", "windows-1252"),
        ("“Naik” – 5%".encode("cp1252"), "“Naik” – 5%", "windows-1252"),
        ("Цены выросли на пять процентов, сообщил министр".encode("cp1251"), "Цены выросли", "cp1251"),
        ("工业部长表示工业增长百分之五".encode("gb18030"), "工业部长表示", "gb18030"),
        ("Harga – naik 5%".encode("utf-16-le"), "Harga – naik 5%", "utf-16-le"),
        ("Harga – naik 5%".encode("utf-16-be"), "Harga – naik 5%", "utf-16-be"),
    ],
)
def test_undeclared_encoding_is_detected_with_a_warning(raw: bytes, text: str, encoding: str) -> None:
    decoded = decode(raw)
    assert decoded.text.startswith(text)
    assert decoded.encoding == encoding
    assert encoding in decoded.warnings[0]


def test_pasted_windows_signs_in_utf8_are_read_and_told() -> None:
    decoded = decode("Harga – naik ".encode() + b"\x93lima\x94")
    assert (decoded.text, decoded.encoding) == ("Harga – naik “lima”", "utf-8")
    assert "2 bytes" in decoded.warnings[0]


@pytest.mark.parametrize("text", ["Harga – naik “", "Naik 5% “"])
def test_utf8_that_is_cut_within_a_character_is_told(text: str) -> None:
    decoded = decode(text.encode()[:-1])
    assert decoded.text == text[:-1] + "\ufffd"
    assert "1 places" in decoded.warnings[0]


def test_utf16_that_is_cut_is_told() -> None:
    decoded = decode(TEXT.encode("utf-16")[:-1])
    assert decoded.text == "\ufeff" + TEXT[:-1] + "\ufffd"
    assert "not utf-16-le" in decoded.warnings[0]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    "text",
    ["Harga – naik", "“Naik”", "Rp\u00a07 miliar", "kopi café", "suhu 30°C", "90 m²", "PT\u00a0Krakatau", "✔ 🙂"],
)
def test_certain_mojibake_is_mended_and_told(text: str, times: int) -> None:
    decoded = decode(moji(text, times).encode())
    assert decoded.text == text
    assert "mojibake" in decoded.warnings[0]


def test_mojibake_with_control_characters_is_mended() -> None:
    assert decode("“Naik”".encode().decode("latin-1").encode()).text == "“Naik”"


@pytest.mark.parametrize(
    "text", ["SÃO PAULO", "IRMû", "CAFÉ®", "Â", "â", "â€", "“Ã©", "Ã", "naïve café", "10 µm", "30°", "n½", "İ™", "ÄÖÜß"]
)
def test_what_may_be_meant_so_is_not_mended(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.warnings) == (text, ())


def test_binary_shows_in_control_characters() -> None:
    assert is_binary(decode(b"\x7fELF\x02\x01\x01\x00\xff").text)
    assert not is_binary(decode(TEXT.encode("cp1252")).text)


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin1", "gbk", "shift_jis", "utf-16", "big5", "?"]))
def test_any_bytes_are_decoded_the_same_each_time(raw: bytes, declared: str) -> None:
    decoded = decode(raw, declared)
    assert decoded == decode(raw, declared)
    assert decoded.text.encode() or not raw


@given(st.text(max_size=200))
def test_valid_utf8_changes_only_with_a_warning(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.text == text or decoded.warnings


@given(st.text(st.sampled_from("ab 5%–“”é°\u00a0½…"), max_size=40), st.integers(1, 2))
def test_mojibake_of_common_signs_is_mended_whole(text: str, times: int) -> None:
    assert decode(moji(text, times).encode()).text == text


def test_long_text_of_any_kind_is_decoded_at_once() -> None:
    start = time.process_time()
    for raw in (b"Ekspor caf\xe9 " * 200_000, "Ekspor â€“ ".encode() * 200_000, b"\xc3\x28" * 500_000, b"\x93" * 10**6):
        decode(raw)
    assert time.process_time() - start < 5
