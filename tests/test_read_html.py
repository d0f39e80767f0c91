"""Pages as releases: the tree, the text and its way back to the page, metadata, the choice of the article."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from pipeline.errors import ReleaseError
from pipeline.read import File, format_of, read, releases
from pipeline.read.html_dates import Dates
from pipeline.read.html_text import plain
from pipeline.read.html_tree import Element, parse
from pipeline.records import Failure, Release
from pipeline.rulebook import Rulebook

Reader = Callable[..., Release]
LONG = "Kementerian mencatat produksi naik dari tahun sebelumnya, kata juru bicara di Jakarta pada hari itu juga."
BODY = f"<p>{LONG} Satu.</p><p>{LONG} Dua.</p><p>{LONG} Tiga.</p>"


@pytest.fixture
def reader(tmp_path: Path, rulebook: Rulebook) -> Reader:
    """Return a reader of pages, with a sidecar where one is given."""

    def make(content: str | bytes, sidecar: object = None) -> Release:
        path = tmp_path / "halaman.html"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if sidecar is not None:
            path.with_suffix(".json").write_text(json.dumps(sidecar))
        return read(path, "halaman.html", rulebook)

    return make


def page(body: str = BODY, head: str = "", title: str = "Ekspor Kakao Naik") -> str:
    """Return a small page around an article."""
    return f"<html><head>{head}</head><body><h1>{title}</h1><div class='detail'>{body}</div></body></html>"


def prove(release: Release) -> int:
    """Hold spans inside the paragraphs of a release against the page; return how many."""
    format_ = format_of(release.source)
    assert format_ is not None
    count = 0
    for match in re.finditer(r"\S+(?: \S+)?", release.text):
        place = release.source_range(*match.span())
        assert place is not None
        assert format_.plain(release.original[slice(*place)]) == match[0]
        count += 1
    return count


# ---- the tree --------------------------------------------------------------------------------------------------------


def shape(raw: str) -> str:
    """Write a tree on one line."""

    def written(element: Element) -> str:
        inside = (written(c) if isinstance(c, Element) else raw[c[0] : c[1]] for c in element.children)
        return f"{element.tag}({' '.join(inside)})"

    return written(parse(raw).root)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("<p>a<p>b<div>c</p>d</div>e", "html(p(a) p(b) div(c d) e)"),
        ("<b><p>a</b> b</p>c", "html(b(p(a  b) c))"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "html(ul(li(a) li(b ul(li(c))) li(d)))"),
        ("<table><tr><td>a<td>b<tr><td>c</table>f", "html(table(tr(td(a) td(b)) tr(td(c))) f)"),
        ("<table><tr><td>c<table><tr><td>d</table>e</table>", "html(table(tr(td(c table(tr(td(d))) e))))"),
        ("<a href=1>x<a href=2>y", "html(a(x) a(y))"),
        ("<a href=1><div>x<a href=2>y</a></div>", "html(a(div(x a(y))))"),
        ("<div><span>a</div>b</span>", "html(div(span(a)) b)"),
        ('<img alt="5" tall"><p>x', "html(img() p(x))"),
        ("<head><title>x</title><div>a", "html(head(title(x)) div(a))"),
        ("<script><!-- '<script>1</script>' --></script>b", "html(script(<!-- '<script>1</script>' -->) b)"),
        ("<!-- a > b --><p>c", "html(p(c))"),
        ("a < b<c", "html(a < b c())"),
    ],
)
def test_tree_is_mended_as_browsers_mend_it(raw: str, wanted: str) -> None:
    assert shape(raw) == wanted


TAGS = st.sampled_from(
    re.findall(r"<[^>]+>", "<p></p><div></div><b></b><a></a><ul><li></li></ul><h2></h2><br><span></span><i><em></em>")
)
WORDS = st.sampled_from(["satu ", "dua ", "&amp; ", "Rp&nbsp;7,9 ", "<!-- x -->", "\n"])


@given(st.lists(TAGS | WORDS, max_size=30))
def test_words_of_a_page_are_those_that_an_html5_parser_finds(pieces: list[str]) -> None:
    raw = "<body>" + "".join(pieces)
    wanted = JustHTML(raw, sanitize=False).to_text(separator=" ").split()
    assert "".join(plain(raw).split()) == "".join(wanted)


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "<a ",
            "<div>",
            "<p><table><tr><td><div>",
            "<b>",
            "<p><b>",
            "<!--",
            "<script>",
            "<",
            "<a b='",
            "</a",
            "&",
            "&#",
        ),
        *("<i><p>", "<a a=b ", "<ul><li>", "<p>Baca juga: <a href=x>y</a>", "(baca juga: ", "<font style='left:-", "x"),
    ],
)
def test_no_page_takes_long(raw: str, rulebook: Rulebook) -> None:
    large = (raw * (200_000 // len(raw))).encode()
    before = time.process_time()
    list(releases(File(Path("/nowhere/x.html"), "x.html", large), rulebook))
    assert time.process_time() - before < 20


# ---- text and its way back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<b>Rp</b>&nbsp;7,9 miliar", "Rp 7,9 miliar"),
        ("7<i>,</i>9\n  miliar", "7,9 miliar"),
        ("a<br>b<br/><br>c<p>d</p> e", "a\nb\n\nc\n\nd\n\ne"),
        ("a&ampb &notit; &#128;", "a&b ¬it; €"),
        ("e<b>&#x301;</b>", "é"),
        ("se&shy;mua&zwnj;nya", "semuanya"),
        ("a<!-- x --> b<script>c<d</script>e", "a be"),
        ("x<sup>2</sup>", "x2"),
    ],
)
def test_slice_of_a_page_is_read_as_canonical_text(raw: str, text: str) -> None:
    assert plain(raw) == text


def test_number_cut_by_tags_and_entities_is_proved_in_the_page(reader: Reader) -> None:
    release = reader(page(BODY + f"<p>Nilainya <b>Rp</b>&nbsp;7<i>,</i>9&#32;miliar. {LONG}</p>"))
    start = release.text.index("Rp 7,9 miliar")
    place = release.source_range(start, start + len("Rp 7,9 miliar"))
    assert place is not None
    assert release.original[slice(*place)] == "Rp</b>&nbsp;7<i>,</i>9&#32;miliar"
    assert prove(release) > 30


def test_title_stands_first_with_its_own_place(reader: Reader) -> None:
    release = reader(page(title="Ekspor &amp; <i>Impor</i> Kakao Naik"))
    assert release.title == release.text[: release.title_end] == "Ekspor & Impor Kakao Naik"
    place = release.source_range(0, release.title_end)
    assert place is not None
    assert release.original[slice(*place)] == "Ekspor &amp; <i>Impor</i> Kakao Naik"
    assert release.text[release.title_end : release.title_end + 2] == "\n\n"


def test_title_that_only_metadata_give_is_no_text(reader: Reader) -> None:
    release = reader(f"<head><meta property='og:title' content='Judul Dari Kepala Halaman'></head>{BODY}")
    assert (release.title, release.title_end) == ("Judul Dari Kepala Halaman", 0)
    assert release.text.startswith("Kementerian")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(TAGS | WORDS | st.text(max_size=12) | st.just(f"<p>{LONG}</p>"), max_size=25).map("".join))
def test_any_page_is_proved_or_set_aside(rulebook: Rulebook, raw: str) -> None:
    data = raw.encode("utf-8", "replace")
    for found in releases(File(Path("/nowhere/x.html"), "x.html", data), rulebook):
        assert isinstance(found, Failure) or found.text
        if isinstance(found, Release) and found.original:
            places = list(zip(found.source_map, found.source_ends, strict=True))
            assert len(places) == len(found.text)
            assert all(start <= end for start, end in places)
            for match in re.finditer(r"[!-~]+(?: [!-~]+)*", found.text):
                place = found.source_range(*match.span())
                assert place is not None
                assert plain(found.original[slice(*place)]) == match[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_releases_or_failures(rulebook: Rulebook, data: bytes) -> None:
    for found in releases(File(Path("/nowhere/x.html"), "x.html", data), rulebook):
        assert isinstance(found, Failure | Release)


# ---- what is no text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        "<p><strong>Baca juga:</strong> <a href='/1'>Judul Berita Lain yang Panjang</a></p>",
        "<div><span>Baca Juga</span><ul><li><a href='/1'>Judul Berita Lain yang Panjang</a></li></ul></div>",
        "<p>Simak juga: Judul Berita Lain yang Panjang</p>",
        "<p hidden>Judul Berita Lain yang Panjang</p>",
        "<div style='display: none'><p>Judul Berita Lain yang Panjang</p></div>",
        "<div aria-hidden='true'>Judul Berita Lain yang Panjang</div>",
        "<template><p>Judul Berita Lain yang Panjang</p></template>",
        "<figure><img src=x><figcaption>Judul Berita Lain yang Panjang</figcaption></figure>",
        "<a href='https://judi.example/x' style='position:absolute;left:-9999px'>Judul Berita Lain yang Panjang</a>",
        "<p><a href='https://judi.example/'>slot gacor Judul Berita Lain yang Panjang</a></p>",
        "<div class='share-box'>Judul Berita Lain yang Panjang</div>",
        "<p>Editor: Judul Berita Lain yang Panjang</p>",
        "<p>SCROLL TO CONTINUE WITH CONTENT Judul Berita Lain yang Panjang</p>",
        "<p>Ikuti berita Judul Berita Lain yang Panjang di <a href='/g'>Google News</a></p>",
    ],
)
def test_what_is_no_part_of_the_article_is_left_out(reader: Reader, part: str) -> None:
    first, second = f"<p>{LONG} Satu.</p>", f"<p>{LONG} Dua.</p>"
    release = reader(page(first + part + second + second.replace("Dua", "Tiga")))
    assert "Judul Berita Lain" not in release.text
    assert [p.rsplit(" ", 1)[1] for p in release.text.split("\n\n")[1:]] == ["Satu.", "Dua.", "Tiga."]


def test_link_in_brackets_inside_a_paragraph_is_cut_out(reader: Reader) -> None:
    inline = f"<p>{LONG} (Baca juga: <a href='/1'>Judul Berita Lain</a>) Angkanya 12 persen.</p>"
    release = reader(page(inline + BODY))
    assert "Baca juga" not in release.text
    assert "hari itu juga. Angkanya 12 persen." in release.text


def test_paragraph_with_ordinary_links_stays(reader: Reader) -> None:
    release = reader(page(f"<p>Menurut <a href='/tag/bps'>BPS</a>, {LONG}</p>" + BODY))
    assert "Menurut BPS, Kementerian" in release.text


def test_table_of_figures_is_left_out_and_told(reader: Reader) -> None:
    table = "<table><tr><th>Tahun</th><th>Nilai</th></tr><tr><td>2023</td><td>5,2</td></tr></table>"
    release = reader(page(BODY + table + f"<p>{LONG} Empat.</p>"))
    assert "5,2" not in release.text
    assert [w for w in release.warnings if "tables" in w]


def test_table_that_lays_out_the_page_is_read(reader: Reader) -> None:
    cell = "".join(f"{LONG} {n}.<br><br>" for n in ("Satu", "Dua", "Tiga"))
    release = reader(f"<table><tr><td>Menu</td><td><h1>Ekspor Kakao Naik</h1>{cell}</td></tr></table>")
    assert release.text.count(LONG) == 3


def test_article_that_was_loaded_behind_is_not_taken(reader: Reader) -> None:
    other = BODY.replace("Kementerian", "Dinas")
    article = "<article><h1>{}</h1><div class='isi'>{}</div></article>"
    release = reader(article.format("Ekspor Kakao Naik", BODY) + article.format("Harga Kedelai Turun", other))
    assert "Dinas" not in release.text
    assert release.title == "Ekspor Kakao Naik"


@pytest.mark.parametrize(("target", "told"), [("?page=2", True), ("/berita/lain", False)])
def test_article_that_goes_on_elsewhere_is_told(reader: Reader, target: str, told: bool) -> None:
    release = reader(page(BODY + f"<div class='paging'><a href='{target}'>Selanjutnya</a></div>"))
    assert bool([w for w in release.warnings if "goes on" in w]) is told
    assert "Selanjutnya" not in release.text


def test_page_without_an_article_is_set_aside_with_what_to_do(reader: Reader) -> None:
    with pytest.raises(ReleaseError) as caught:
        reader("<html><body><ul><li><a href='/'>Beranda</a></ul></body></html>")
    assert "rules/sources/" in caught.value.remedy


def test_links_are_no_article_for_the_fallback_either(reader: Reader) -> None:
    with pytest.raises(ReleaseError):
        reader("<p>Baca juga: <a href=x>Judul Berita Lain yang Cukup Panjang</a></p>" * 50)


def test_text_without_places_is_told(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.html_article.choose", lambda *_: [])
    release = reader(f"<html><body><article>{BODY * 3}</article></body></html>")
    assert release.text.count(LONG) >= 3
    assert (release.original, len(release.source_map)) == ("", 0)
    assert [w for w in release.warnings if "trafilatura" in w]


# ---- metadata --------------------------------------------------------------------------------------------------------


def linked(**fields: object) -> str:
    """Return a script of JSON-LD."""
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **fields})}</script>"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (linked(datePublished="2024-01-04T10:05:00+07:00", dateModified="2024-01-09"), "2024-01-04"),
        (linked(datePublished="2024-01-04T20:05:00Z"), "2024-01-05"),
        ('<script type=\'application/ld+json\'>{"datePublished": "2024-01-04", }</script>', "2024-01-04"),
        ('<script type="application/ld+json">{"headline": "a "b" c", "datePublished": "2024-01-04</script>', ""),
        ("<meta property='article:published_time' content='2024-01-04T10:05:00+07:00'>", "2024-01-04"),
        ("<meta property='article:modified_time' content='2024-01-09T10:05:00+07:00'>", ""),
        ("<meta name='dtk:publishdate' content='2024/01/04 10:05:00'>", "2024-01-04"),
        ("<meta name='content_PublishedDate' content='2024-01-04 10:05:00'>", "2024-01-04"),
        ("<meta name='pubdate' content='04 Jan 2024 10:05'>", "2024-01-04"),
    ],
)
def test_date_of_metadata_is_the_day_in_jakarta(reader: Reader, head: str, date: str) -> None:
    assert reader(page(head=head)).published == date


def test_date_of_a_related_article_is_not_taken(reader: Reader) -> None:
    head = linked(headline="Harga Gula Rafinasi Tembus Rekor", datePublished="2020-02-02")
    head += "<meta property='og:title' content='Ekspor Kakao Naik'>"
    assert reader(page(head=head)).published == ""


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Kamis (4/1/2024)", "2024-01-04"),
        ("4 Januari 2024 | 10:05 WIB", "2024-01-04"),
        ("Kamis, 04 Jan 2024 10:05 WIB", "2024-01-04"),
        ("04/01/2024 10:05 WIB", "2024-01-04"),
        ("Jum'at, 5 Januari 2024", "2024-01-05"),
        ("Diperbarui 9 Januari 2024", ""),
        ("31/02/2024", ""),
    ],
)
def test_date_is_read_beside_the_title(reader: Reader, text: str, date: str) -> None:
    raw = f"<h1>Ekspor Kakao Naik</h1><div class='info'><span>{text}</span></div><div class='isi'>{BODY}</div>"
    assert reader(raw).published == date


@pytest.mark.parametrize("text", ["2024-13-45", "0000-00-00", "99999999999", "1" * 500, "9999-12-31", "4 Foo 2024"])
def test_date_that_is_none_is_none(text: str, rulebook: Rulebook) -> None:
    assert Dates(rulebook).of_metadata(text) == ""


@pytest.mark.parametrize("suffix", [" - Situs Berita", " | Situs Berita", " – Situs Berita", " - situsberita.com"])
def test_title_loses_what_the_site_adds(reader: Reader, suffix: str) -> None:
    head = f"<meta property='og:title' content='Ekspor Kakao Naik{suffix}'>"
    head += "<meta property='og:site_name' content='Situs Berita'>"
    assert reader(f"<head>{head}</head><body>{BODY}</body>").title == "Ekspor Kakao Naik"


def test_charset_that_the_server_declared_wins_over_that_of_the_page(reader: Reader) -> None:
    raw = page(f"{BODY}<p>Harga “kakao” naik, kata ketua — hampir 3 €.</p>", "<meta charset=utf-8>").encode("cp1252")
    served = reader(raw, {"content_type": "text/html; charset=ISO-8859-1"})
    assert "Harga “kakao” naik" in served.text
    assert served.warnings == ()
    cyrillic = page(BODY + "<p>Пример, kata ketua itu.</p>").encode("cp1251")
    assert "Пример" in reader(cyrillic, {"content_type": 'text/html;charset="windows-1251"'}).text


def test_sidecar_wins_over_the_page(reader: Reader) -> None:
    head = "<link rel=canonical href='https://a.example/1'>" + linked(
        publisher={"name": "A"}, author=[{"name": "Budi"}]
    )
    release = reader(page(head=head), {"url": "https://b.example/2", "publisher": "B", "published": "2024-05-06"})
    assert (release.url, release.publisher, release.published) == ("https://b.example/2", "B", "2024-05-06")
    assert release.author == "Budi"


def test_charset_that_the_page_declares_is_used(reader: Reader) -> None:
    release = reader(page(head="<meta charset='iso-8859-1'>", title="Ekspor \x93Kakao\x94 Naik").encode("latin-1"))
    assert release.title == "Ekspor “Kakao” Naik"


# ---- rules of publishers ---------------------------------------------------------------------------------------------


def test_rule_whose_selectors_find_nothing_says_so_and_the_page_is_read(reader: Reader) -> None:
    release = reader(page(), {"url": "https://www.kemenperin.go.id/artikel/1/ekspor"})
    assert [w for w in release.warnings if "kemenperin.yaml" in w]
    assert release.publisher == "Kementerian Perindustrian"
    assert release.text.count(LONG) == 3


def test_english_version_is_left_out_with_the_reason(reader: Reader) -> None:
    with pytest.raises(ReleaseError, match="English"):
        reader(page(), {"url": "https://www.kemenperin.go.id/en/artikel/1/export"})
