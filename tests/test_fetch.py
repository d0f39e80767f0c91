"""Fetching over real HTTP: what comes, what is refused, what is asked again, and what a crash leaves behind."""

import gzip
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from werkzeug import Request, Response

from pipeline.errors import RuleError, UsageError
from pipeline.fetch import Settings, connect, manifest
from pipeline.fetch.address import resolve as checked_resolve
from pipeline.fetch.files import Move, finish
from pipeline.fetch.found import Found
from pipeline.fetch.publishers import Publishers
from pipeline.rulebook import default_directory
from pipeline.rulebook.sources import load_publishers
from tests.fetching import Fetcher, Raw, Site

ROOT = Path(__file__).resolve().parent.parent
PAGE = "<!doctype html><html><body><h1>{}</h1></body></html>"
LISTING = """
publisher: Kementerian Contoh
hosts: ["127.0.0.1"]
skip: [{{path: "/en/*", reason: "English"}}]
listing:
  lists: [/siaran-pers]
  articles: ["/artikel/*/*", "/en/artikel/*/*"]
  links: [".isi a"]
  {paging}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    """Start one server for all tests: stopping one takes half a second."""
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def site(server: Site) -> Site:
    server.pages.clear()
    server.forget()
    return server


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    (tmp_path / "rules" / "sources").mkdir(parents=True)
    return Fetcher(tmp_path / "corpus", tmp_path / "rules")


@pytest.fixture
def raw() -> Iterator[Callable[[Callable[[socket.socket], None]], Raw]]:
    made: list[Raw] = []

    def make(answer: Callable[[socket.socket], None]) -> Raw:
        made.append(Raw(answer))
        return made[-1]

    yield make
    for server in made:
        server.stop()


def row(fetcher: Fetcher, like: str) -> dict[str, object]:
    """Return the row of the manifest for a URL that holds `like`."""
    database = sqlite3.connect(fetcher.into / "raw" / "127.0.0.1" / "manifest.sqlite")
    database.row_factory = sqlite3.Row
    found = database.execute("SELECT * FROM pages WHERE url LIKE ?", (f"%{like}%",)).fetchone()
    database.close()
    return dict(found)


# ---- sources ---------------------------------------------------------------------------------------------------------


def test_feed_gives_pages_as_sent_with_sidecar_and_manifest(site: Site, fetcher: Fetcher) -> None:
    body = "<html><meta charset=windows-1252><body>caf\xe9</body></html>".encode("latin-1")
    site.feed(
        "/feed",
        Found("/artikel/12/ekspor-naik", "Ekspor naik &amp;amp; impor turun", "2024-01-03", "2024-01-03T19:00:00Z"),
    )
    site.put("/artikel/12/ekspor-naik", body, "text/html; charset=utf-8")
    done = fetcher(site.url("/feed"))
    path = fetcher.into / "raw/127.0.0.1/2024/artikel-12-ekspor-naik.html"
    assert (done.paths, done.failed) == ((path,), 0)
    assert path.read_bytes() == body
    sidecar = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert sidecar["title"] == "Ekspor naik & impor turun"
    assert sidecar["published"] == "2024-01-03"
    assert sidecar["url"] == site.url("/artikel/12/ekspor-naik")
    assert sidecar["publisher"] == "127.0.0.1"
    told = row(fetcher, "ekspor-naik")
    assert told["retrieved"] == "2024-06-01T00:00:00Z"
    assert (told["status"], told["version"], told["content_type"]) == (200, 1, "text/html; charset=utf-8")
    assert told["etag"]
    assert told["path"] == "2024/artikel-12-ekspor-naik.html"


def test_second_fetch_with_nothing_new_asks_for_no_body(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /admin\n", "text/plain")
    site.feed("/feed", Found("/a"), Found("/b"))
    site.put("/a", PAGE.format("a"))
    site.put("/b", PAGE.format("b"))
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"new": 2}
    site.forget()
    done = fetcher(site.url("/feed"))
    assert (done.paths, done.failed) == ((), 0)
    assert site.bodies == []
    assert sorted(site.asked) == ["/feed", "/robots.txt"]


def test_rss_declared_as_html_and_malformed_still_gives_its_pages(site: Site, fetcher: Fetcher) -> None:
    item = f"<item><title>A & B</title><link>{site.url('/a')}?utm_source=rss#top</link></item>"
    site.put("/rss", f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>", "text/html")
    site.put("/a", PAGE.format("a"))
    done = fetcher(site.url("/rss"))
    assert fetcher.counts(done) == {"new": 1}
    assert "/a" in site.asked


def test_feed_that_declares_entities_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.put("/feed", "<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel/></rss>", "text/xml")
    assert fetcher(site.url("/feed")).failed == 1
    assert "entities" in " ".join(fetcher.said)


def sitemap(site: Site, *pages: tuple[str, str], name: str = "urlset", entry: str = "url") -> str:
    inside = "".join(
        f"<{entry}><loc>{site.url(path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{entry}>"
        for path, day in pages
    )
    return f"<?xml version='1.0'?><{name} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inside}</{name}>"


def test_index_of_packed_sitemaps_is_read_and_unchanged_ones_are_not_asked_again(site: Site, fetcher: Fetcher) -> None:
    index = [("/s1.xml.gz", "2024-01-05"), ("/s2.xml", "")]
    site.put("/sitemap.xml", sitemap(site, *index, name="sitemapindex", entry="sitemap"), "text/xml")
    site.put("/s1.xml.gz", gzip.compress(sitemap(site, ("/2023/x", "2024-01-04")).encode()), "application/gzip")
    site.put("/s2.xml", sitemap(site, ("/y", "")), "text/xml")
    site.put("/2023/x", PAGE.format("x"))
    site.put("/y", PAGE.format("y"))
    assert fetcher.counts(fetcher(site.url("/sitemap.xml"))) == {"new": 2}
    assert [f for f in fetcher.files if f.endswith(".html")] == ["127.0.0.1/2023/2023-x.html", "127.0.0.1/2024/y.html"]
    site.forget()
    index[0] = ("/s1.xml.gz", "2024-01-05")
    site.put("/sitemap.xml", sitemap(site, *index, ("/s3.xml", ""), name="sitemapindex", entry="sitemap"), "text/xml")
    site.put("/s3.xml", sitemap(site, ("/z", "")), "text/xml")
    site.put("/z", PAGE.format("z"))
    assert fetcher.counts(fetcher(site.url("/sitemap.xml"))) == {"new": 1}
    assert "/s1.xml.gz" not in site.asked
    assert site.bodies == ["/sitemap.xml", "/s3.xml", "/z"]


def test_news_sitemap_gives_title_and_date(site: Site, fetcher: Fetcher) -> None:
    news = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        f"<url><loc>{site.url('/berita/1')}</loc><news:news><news:publication><news:name>Contoh</news:name></news:publication>"
        "<news:publication_date>2024-02-01T06:30:00+07:00</news:publication_date><news:title>Judul</news:title></news:news></url></urlset>"
    )
    site.put("/news.xml", news, "application/xml")
    site.put("/berita/1", PAGE.format("x"))
    (path,) = fetcher(site.url("/news.xml")).paths
    sidecar = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert (sidecar["title"], sidecar["published"]) == ("Judul", "2024-02-01")


def test_broken_sitemap_and_one_that_declares_a_type_are_faults(site: Site, fetcher: Fetcher) -> None:
    site.put("/broken.xml", "<urlset><url><loc>x", "text/xml")
    site.put("/bomb.xml", "<!DOCTYPE u [<!ENTITY a 'a'>]><urlset><url><loc>&a;</loc></url></urlset>", "text/xml")
    assert fetcher(site.url("/broken.xml"), site.url("/bomb.xml")).failed == 2
    assert sum("the sitemap cannot be read" in line for line in fetcher.said) == 2


def listed(*paths: str, behind: str = "") -> str:
    links = "".join(f"<a href='{p}'>x</a>" for p in paths)
    following = f"<a rel=next href='{behind}'>berikutnya</a>" if behind else ""
    menu = "<nav><a href='/artikel/0/menu'>m</a></nav>"
    return f"<html>{menu}<div class=isi>{links}<a href='/tentang'>t</a></div>{following}</html>"


@pytest.mark.parametrize("paging", ["", "page: /siaran-pers?page={page}"])
def test_list_is_read_page_by_page_and_then_only_until_nothing_is_new(
    site: Site, fetcher: Fetcher, paging: str
) -> None:
    (fetcher.rules / "sources" / "contoh.yaml").write_text(LISTING.format(paging=paging), encoding="utf-8")
    for n in range(1, 8):
        site.put(f"/artikel/{n}/a", PAGE.format(n))
    one = "/siaran-pers", "/siaran-pers?page=2", "/siaran-pers?page=3"
    site.put(one[0], listed("/artikel/6/a", "/artikel/5/a", "/en/artikel/5/a", behind=one[1]))
    site.put(one[1], listed("/artikel/4/a", "/artikel/3/a", behind=one[2]))
    site.put(one[2], listed("/artikel/2/a", "/artikel/1/a"))
    assert fetcher.counts(fetcher(site.url("/siaran-pers"))) == {"new": 6}
    assert {p.parent.parent.name for p in (fetcher.into / "raw").rglob("*.html")} == {"contoh"}
    assert not [path for path in site.asked if path.startswith("/en") or "menu" in path or "tentang" in path]
    site.forget()
    assert fetcher.counts(fetcher(site.url("/siaran-pers"))) == {}
    assert site.bodies == []
    site.put(one[0], listed("/artikel/7/a", "/artikel/6/a", behind=one[1]))
    site.put(one[1], listed("/artikel/5/a", "/artikel/4/a", behind=one[2]))
    site.forget()
    assert fetcher.counts(fetcher(site.url("/siaran-pers")))["new"] == 1
    assert one[2] not in site.asked


def test_list_that_was_not_read_to_its_end_is_read_on(site: Site, fetcher: Fetcher) -> None:
    (fetcher.rules / "sources" / "contoh.yaml").write_text(LISTING.format(paging=""), encoding="utf-8")
    for n in range(1, 6):
        site.put(f"/artikel/{n}/a", PAGE.format(n))
        address = f"/siaran-pers?page={n}" if n > 1 else "/siaran-pers"
        site.put(address, listed(f"/artikel/{n}/a", behind=f"/siaran-pers?page={n + 1}" if n < 5 else ""))
    got = [fetcher.counts(fetcher(site.url("/siaran-pers"), list_pages=2))["new"] for _ in range(5)]
    assert got == [2, 1, 1, 1, 0]


def test_list_on_which_the_rule_finds_nothing_says_what_to_mend(site: Site, fetcher: Fetcher) -> None:
    (fetcher.rules / "sources" / "contoh.yaml").write_text(LISTING.format(paging=""), encoding="utf-8")
    site.put("/siaran-pers", "<html><body>anders</body></html>")
    assert fetcher(site.url("/siaran-pers")).failed == 1
    assert "`listing` of contoh.yaml finds no release" in " ".join(fetcher.said)


def test_link_that_is_no_url_does_not_hide_the_others(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("http://[::1"), Found("mailto:humas@example.org"), Found("/a"))
    site.put("/a", PAGE.format("a"))
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"new": 1}


def test_ministry_of_industry_is_listed_by_the_shipped_rule() -> None:
    ministry = Publishers(load_publishers(default_directory())).of("https://www.kemenperin.go.id/")
    page = "https://kemenperin.go.id"
    assert ministry.lists(f"{page}/siaran-pers")
    assert ministry.takes(f"{page}/artikel/24567/ekspor-naik")
    assert not any(map(ministry.takes, (f"{page}/en/artikel/1/a", f"{page}/siaran-pers", f"{page}/profil")))


def test_wrong_listing_is_told_with_file_and_line(fetcher: Fetcher) -> None:
    text = LISTING.format(paging="nexxt: [a]").replace("/siaran-pers", "siaran-pers")
    (fetcher.rules / "sources" / "contoh.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        fetcher("http://127.0.0.1:1/")
    assert all("contoh.yaml:" in fault for fault in caught.value.faults)
    assert len(caught.value.faults) == 2


def test_home_page_leads_to_its_feed_or_to_the_sitemap_of_robots(site: Site, fetcher: Fetcher) -> None:
    site.put("/", "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head></html>")
    site.feed("/feed", Found("/a"))
    site.put("/a", PAGE.format("a"))
    assert fetcher.counts(fetcher(site.url("/"))) == {"new": 1}
    site.put("/", "<html></html>")
    site.put("/robots.txt", f"Sitemap: {site.url('/peta.xml')}\n", "text/plain")
    site.put("/peta.xml", sitemap(site, ("/b", "")), "text/xml")
    site.put("/b", PAGE.format("b"))
    assert fetcher.counts(fetcher(site.url("/"))) == {"new": 1}


def test_file_of_urls_and_single_urls_are_fetched_once(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.put("/a", PAGE.format("a"))
    site.put("/b.pdf", b"%PDF-1.7 x", "application/octet-stream")
    urls = tmp_path / "urls.txt"
    urls.write_text(f"# releases\n{site.url('/a')}\n\n{site.url('/b.pdf')}\n{site.url('/a')}#x\n", encoding="utf-8")
    done = fetcher(str(urls), site.url("/a"))
    assert [path.name for path in done.paths] == ["a.html", "b.pdf"]
    assert site.asked.count("/a") <= 2
    site.forget()
    assert fetcher(str(urls), site.url("/a")).failed == 0
    assert site.asked == []


def test_limit_takes_the_newest_and_the_next_fetch_the_others(site: Site, fetcher: Fetcher) -> None:
    days = ["2024-01-02", "2024-01-04", "2024-01-03", "2023-12-31"]
    site.feed("/feed", *(Found(f"/p{i}", published=day) for i, day in enumerate(days)))
    for i in range(4):
        site.put(f"/p{i}", PAGE.format(i))
    first = fetcher(site.url("/feed"), limit=2, since="2024-01-01")
    assert [path.name for path in first.paths] == ["p1.html", "p2.html"]
    assert [path.name for path in fetcher(site.url("/feed"), since="2024-01-01").paths] == ["p0.html"]
    assert [path.name for path in fetcher(site.url("/feed")).paths] == ["p3.html"]


# ---- what changed ----------------------------------------------------------------------------------------------------


def test_changed_page_is_a_new_version_and_the_old_one_is_kept(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/a", stamp="2024-01-01T00:00:00Z"))
    site.put("/a", PAGE.format("one"))
    (path,) = fetcher(site.url("/feed")).paths
    site.feed("/feed", Found("/a", stamp="2024-01-02T00:00:00Z"))
    site.put("/a", PAGE.format("two"))
    done = fetcher(site.url("/feed"))
    assert (fetcher.counts(done), done.paths) == ({"changed": 1}, (path,))
    assert path.read_text(encoding="utf-8") == PAGE.format("two")
    (old,) = [f for f in fetcher.files if f.endswith(".old")]
    assert (fetcher.into / "raw" / old).read_text(encoding="utf-8") == PAGE.format("one")
    assert row(fetcher, "/a")["version"] == 2


def test_page_whose_stamp_is_newer_but_that_is_the_same_is_asked_conditionally(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/a", stamp="2024-01-01T00:00:00Z"))
    site.put("/a", PAGE.format("one"))
    fetcher(site.url("/feed"))
    site.feed("/feed", Found("/a", stamp="2024-01-02T00:00:00Z"))
    site.forget()
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"unchanged": 1}
    assert site.bodies == ["/feed"]
    site.forget()
    assert fetcher.counts(fetcher(site.url("/feed"), refresh=True)) == {"unchanged": 1}
    assert site.bodies == ["/feed", "/a"]


def test_two_urls_that_lead_to_one_page_are_one_release(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/a"), Found("/alt"))
    site.put("/a", PAGE.format("a"))
    site.status("/alt", 301, Location="/a")
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"new": 1, "unchanged": 1}
    assert len([f for f in fetcher.files if f.endswith(".html")]) == 1


def test_urls_with_the_same_name_on_disk_get_files_of_their_own(site: Site, fetcher: Fetcher) -> None:
    paths = ["/a/b", "/a-b", "/A/b", "/a/b?id=1", "/" + "x" * 300, "/con", "/%D8%A7"]
    site.feed("/feed", *(Found(p) for p in paths))
    for path in paths:
        site.put(path, PAGE.format(path))
    site.pages["/\u0627"] = site.pages["/%D8%A7"]
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"new": len(paths)}
    names = [Path(f).name.lower() for f in fetcher.files if f.endswith(".html")]
    assert len(set(names)) == len(paths)
    assert max(map(len, names)) < 120
    assert "con.html" not in names


# ---- faults ----------------------------------------------------------------------------------------------------------


def one_fault(fetcher: Fetcher, url: str, **options: object) -> str:
    """Fetch one page that must fail, store nothing, and return what was said of it."""
    done = fetcher(url, **options)
    assert (done.paths, done.failed) == ((), 1)
    assert [f for f in fetcher.files if not f.endswith("manifest.sqlite")] == []
    (told,) = [line for line in fetcher.said if line.startswith(url) and "; " in line]
    return told


def test_faults_that_pass_are_asked_again(site: Site, fetcher: Fetcher) -> None:
    site.status("/a", 500, 503, 200, body=PAGE.format("a"))
    assert fetcher.counts(fetcher(site.url("/a"))) == {"new": 1}
    assert site.asked.count("/a") == 3


def test_fault_for_ever_is_told_and_the_others_are_stored(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/a"), Found("/b"))
    site.status("/a", 500)
    site.put("/b", PAGE.format("b"))
    done = fetcher(site.url("/feed"))
    assert ([p.name for p in done.paths], done.failed) == (["b.html"], 1)
    assert site.asked.count("/a") == 3
    assert any("/a: status 500 (Internal Server Error); fetch again later" in line for line in fetcher.said)
    site.put("/a", PAGE.format("a"))
    assert [p.name for p in fetcher(site.url("/feed")).paths] == ["a.html"]


@pytest.mark.parametrize("kind", ["seconds", "date"])
def test_retry_after_is_waited_for(site: Site, fetcher: Fetcher, kind: str) -> None:
    now = datetime.now(UTC)
    later = (
        "1" if kind == "seconds" else format_datetime((now + timedelta(seconds=2)).replace(microsecond=0), usegmt=True)
    )
    site.status("/a", 429, 200, body=PAGE.format("a"), Retry_After=later)
    start = time.monotonic()
    done = fetcher(site.url("/a"), clock=lambda: now)
    assert fetcher.counts(done) == {"new": 1}
    assert time.monotonic() - start >= 0.99


def test_retry_after_over_the_cap_leaves_the_host_alone(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/a"), Found("/b"))
    site.status("/a", 429, Retry_After="86400")
    site.put("/b", PAGE.format("b"))
    done = fetcher(site.url("/feed"))
    assert (done.paths, done.failed) == ((), 2)
    assert "/b" not in site.asked
    assert any("it asks to wait 86400 seconds" in line for line in fetcher.said)


def test_host_that_fails_again_and_again_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", *(Found(f"/p{i}") for i in range(12)))
    for i in range(12):
        site.status(f"/p{i}", 500)
    assert fetcher(site.url("/feed"), attempts=1).failed == 12
    assert len([p for p in site.asked if p.startswith("/p")]) == 5


def test_page_that_is_not_there_is_not_asked_for_again(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/weg"))
    assert fetcher(site.url("/feed")).failed == 1
    site.forget()
    assert fetcher(site.url("/feed")).failed == 0
    assert "/weg" not in site.asked


def test_slow_body_ends_at_the_deadline_though_bytes_keep_coming(fetcher: Fetcher, raw: Callable[..., Raw]) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<html>")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    start = time.monotonic()
    told = one_fault(fetcher, raw(drip).url + "/a", deadline=0.4)
    assert "not all of it came within 0.4 seconds" in told
    assert time.monotonic() - start < 3


def test_slow_header_ends_at_the_deadline(fetcher: Fetcher, raw: Callable[..., Raw]) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    assert "not all of it came within 0.4 seconds" in one_fault(fetcher, raw(drip).url + "/a", deadline=0.4)


def test_silent_host_ends_at_the_time_out(fetcher: Fetcher, raw: Callable[..., Raw]) -> None:
    server = raw(lambda _: time.sleep(1))
    told = one_fault(fetcher, server.url + "/a", read_timeout=0.2, attempts=2)
    assert "nothing came for 0.2 seconds" in told
    assert server.asked == 2


def test_endless_body_ends_at_the_limit_of_bytes(site: Site, fetcher: Fetcher) -> None:
    def endless(_: Request) -> Response:
        return Response((b"x" * 4096 for _ in range(100_000)), content_type="text/html")

    site.pages["/a"] = endless
    assert "more than 50,000 bytes" in one_fault(fetcher, site.url("/a"), max_bytes=50_000)


def test_declared_size_over_the_limit_is_not_read(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "x" * 60_000)
    assert "more than 50,000 bytes" in one_fault(fetcher, site.url("/a"), max_bytes=50_000)


def test_packed_body_counts_by_its_unpacked_size(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", gzip.compress(b"<html>" + b"x" * 1_000_000), Content_Encoding="gzip")
    assert "more than 50,000 bytes" in one_fault(fetcher, site.url("/a"), max_bytes=50_000)


def test_truncated_body_is_asked_again_and_never_stored(fetcher: Fetcher, raw: Callable[..., Raw]) -> None:
    def short(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<html>short")

    server = raw(short)
    assert "broke off" in one_fault(fetcher, server.url + "/a")
    assert server.asked == 3


def test_what_is_no_http_is_a_fault(fetcher: Fetcher, raw: Callable[..., Raw]) -> None:
    assert "no HTTP" in one_fault(fetcher, raw(lambda c: c.sendall(b"SSH-2.0-x\r\n\r\n")).url + "/a")


@pytest.mark.parametrize("media", ["image/jpeg", "application/zip", "text/css", "tidak-ada"])
def test_content_of_another_type_is_refused(site: Site, fetcher: Fetcher, media: str) -> None:
    site.pages["/a"] = lambda _: Response(b"\xff\xd8\xff", content_type=media)
    assert "content type" in one_fault(fetcher, site.url("/a"))


def test_empty_body_is_a_fault(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", "  ")
    assert "empty" in one_fault(fetcher, site.url("/a"))


def test_wrongly_declared_pdf_and_page_get_the_suffix_of_their_content(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", b"%PDF-1.4 x", "text/html")
    site.put("/b.pdf", PAGE.format("b"), "application/pdf")
    assert [p.name for p in fetcher(site.url("/a"), site.url("/b.pdf")).paths] == ["a.pdf", "b.html"]


# ---- redirects and addresses -----------------------------------------------------------------------------------------


def test_redirect_is_followed_and_the_final_url_noted(site: Site, fetcher: Fetcher) -> None:
    site.status("/old", 301, Location="/new")
    site.put("/new", PAGE.format("new"))
    assert fetcher.counts(fetcher(site.url("/old"))) == {"new": 1}
    assert row(fetcher, "/old")["final_url"] == site.url("/new")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("file:///etc/passwd", "the scheme file: is not fetched"),
        ("ftp://example.org/x", "the scheme ftp: is not fetched"),
        ("data:text/html,x", "the scheme data: is not fetched"),
        ("http://a b/", "no URL of a host"),
        ("http://[::1", "no URL"),
        ("/a", "redirected in a circle"),
        ("", "without a Location"),
    ],
)
def test_redirect_elsewhere_is_refused(fetcher: Fetcher, raw: Callable[..., Raw], target: str, told: str) -> None:
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    assert told in one_fault(fetcher, raw(lambda c: c.sendall(head.encode())).url + "/a")


def test_redirects_without_end_end(site: Site, fetcher: Fetcher) -> None:
    for n in range(20):
        site.status(f"/r{n}", 302, Location=f"/r{n + 1}")
    assert "more than 5 times" in one_fault(fetcher, site.url("/r0"))
    assert len([p for p in site.asked if p.startswith("/r") and p != "/robots.txt"]) == 6


def test_page_that_leads_to_the_home_page_is_gone(site: Site, fetcher: Fetcher) -> None:
    site.status("/a", 302, Location="/")
    site.put("/", PAGE.format("home"))
    assert "redirected to the home page" in one_fault(fetcher, site.url("/a"))


def test_private_address_is_refused_before_anything_is_sent(site: Site, fetcher: Fetcher) -> None:
    for url in (site.url("/a"), site.url("/a").replace("127.0.0.1", "localhost"), "http://[::ffff:127.0.0.1]/a"):
        assert "no public address" in one_fault(fetcher, url, allow_private=False)
    assert site.asked == []


def test_redirect_to_a_private_address_is_refused(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`public.test` is taken for public, as a publisher's host is; where it leads to is not."""
    other = Site("localhost")
    port = other.server.port

    def resolve(host: str, port: int, allow_private: bool) -> list[str]:
        if host == "public.test":
            return ["127.0.0.1"]
        return checked_resolve(host, port, allow_private)

    monkeypatch.setattr(connect, "resolve", resolve)
    site.status("/a", 302, Location=f"http://localhost:{port}/geheim")
    other.put("/geheim", PAGE.format("geheim"))
    url = site.url("/a").replace("127.0.0.1", "public.test")
    assert "localhost leads to" in one_fault(fetcher, url, allow_private=False)
    assert other.asked == []
    other.stop()


def test_name_that_changes_its_address_between_check_and_connection_gains_nothing(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resolver is asked once for a connection, and what it said then is connected to."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []
    plain = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *rest: object, **options: object) -> object:
        if host != "rebind.test":
            return plain(host, port, *rest, **options)  # type: ignore[arg-type]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def create_connection(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError("none here")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    url = site.url("/a").replace("127.0.0.1", "rebind.test")
    assert "no connection" in one_fault(fetcher, url, allow_private=False, attempts=1)
    assert connected == ["93.184.216.34"]


def test_host_without_an_address_is_a_fault_with_advice(fetcher: Fetcher) -> None:
    assert "check the name of the host" in one_fault(fetcher, "http://gibt-es-nicht.invalid/a", attempts=1)


# ---- robots ----------------------------------------------------------------------------------------------------------


def test_robots_rules_are_kept_and_refusals_counted(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: kabarangka\nDisallow: /tutup/\nAllow: /\n", "text/plain")
    site.feed("/feed", Found("/tutup/a"), Found("/b"))
    site.put("/tutup/a", PAGE.format("a"))
    site.put("/b", PAGE.format("b"))
    done = fetcher(site.url("/feed"))
    assert fetcher.counts(done) == {"new": 1, "refused": 1}
    assert done.failed == 0
    assert "/tutup/a" not in site.asked
    assert site.asked.count("/robots.txt") == 1
    assert site.requests[0].headers["User-Agent"] == "kabarangka/test"


def test_source_that_robots_forbids_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    assert "robots.txt forbids it to kabarangka" in one_fault(fetcher, site.url("/feed"))


def test_robots_that_cannot_be_had_forbid_everything(site: Site, fetcher: Fetcher) -> None:
    site.status("/robots.txt", 503)
    site.put("/a", PAGE.format("a"))
    assert "robots.txt could not be had (status 503" in one_fault(fetcher, site.url("/a"))
    assert "/a" not in site.asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_that_do_not_exist_allow_everything(site: Site, fetcher: Fetcher, status: int) -> None:
    site.status("/robots.txt", status)
    site.put("/a", PAGE.format("a"))
    assert fetcher.counts(fetcher(site.url("/a"))) == {"new": 1}


def test_redirect_into_what_robots_forbid_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /tutup\n", "text/plain")
    site.status("/a", 302, Location="/tutup")
    assert "robots.txt forbids it" in one_fault(fetcher, site.url("/a"))
    assert "/tutup" not in site.asked


@pytest.mark.parametrize("robots", ["", "User-agent: *\nCrawl-delay: 0.2\n"])
def test_requests_to_one_host_keep_their_distance(site: Site, fetcher: Fetcher, robots: str) -> None:
    times: list[float] = []

    def page(_: Request) -> Response:
        times.append(time.monotonic())
        return Response(PAGE.format(len(times)), content_type="text/html")

    site.put("/robots.txt", robots, "text/plain")
    site.feed("/feed", Found("/a"), Found("/b"), Found("/c"))
    site.pages |= dict.fromkeys(("/a", "/b", "/c"), page)
    assert fetcher.counts(fetcher(site.url("/feed"), interval=0.0 if robots else 0.2)) == {"new": 3}
    assert min(b - a for a, b in pairwise(times)) > 0.15


def test_hosts_are_asked_side_by_side(site: Site, fetcher: Fetcher) -> None:
    """Each of two hosts answers only while the other one is asked too."""
    import threading

    other = Site("localhost")
    both = threading.Barrier(2)

    def page(_: Request) -> Response:
        both.wait(timeout=3)
        return Response(PAGE.format("x"), content_type="text/html")

    site.pages["/a"] = other.pages["/b"] = page
    site.feed("/feed", Found(site.url("/a")), Found(other.url("/b")))
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"new": 2}
    other.stop()


# ---- crashes ---------------------------------------------------------------------------------------------------------

# A shell's background job ignores SIGINT, and so would its children.
CHILD = """
import signal
import sys
from itertools import pairwise
from pathlib import Path
from tests.fetching import Fetcher
signal.signal(signal.SIGINT, signal.default_int_handler)
Fetcher(Path(sys.argv[2]), Path(sys.argv[3]))(sys.argv[1], read_timeout=60.0, deadline=60.0)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_fetch_that_was_ended_goes_on_and_asks_nothing_twice(
    site: Site, fetcher: Fetcher, ending: signal.Signals
) -> None:
    import threading

    asked, go_on = threading.Event(), threading.Event()

    def blocking(_: Request) -> Response:
        asked.set()
        go_on.wait(timeout=10)
        return Response(PAGE.format("late"), content_type="text/html")

    site.feed("/feed", *(Found(f"/p{i}") for i in range(6)))
    for i in range(6):
        site.put(f"/p{i}", PAGE.format(i))
    site.pages["/p3"] = blocking
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, site.url("/feed"), str(fetcher.into), str(fetcher.rules)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    assert asked.wait(timeout=60)
    child.send_signal(ending)
    _, err = child.communicate(timeout=60)
    go_on.set()
    assert b"Traceback" not in err
    assert [f for f in fetcher.files if f.endswith(".part")] == []
    site.put("/p3", PAGE.format(3))
    before = list(site.asked)
    assert fetcher.counts(fetcher(site.url("/feed"))) == {"new": 3}
    again = site.asked[len(before) :]
    assert sorted(p for p in again if p.startswith("/p")) == ["/p3", "/p4", "/p5"]
    assert len([f for f in fetcher.files if f.endswith(".html")]) == 6


@pytest.mark.parametrize("moved", [0, 1])
def test_crash_between_note_and_move_is_mended_when_the_manifest_is_opened(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    class Crash(BaseException):
        pass

    done: list[Move] = []

    def crash(folder: Path, move: Move) -> None:
        if len(done) == moved:
            raise Crash
        done.append(move)
        finish(folder, move)

    site.feed("/feed", Found("/a", stamp="2024-01-01T00:00:00Z"))
    site.put("/a", PAGE.format("one"))
    fetcher(site.url("/feed"))
    site.feed("/feed", Found("/a", stamp="2024-01-02T00:00:00Z"))
    site.put("/a", PAGE.format("two"))
    monkeypatch.setattr(manifest, "finish", crash)
    with pytest.raises(Crash):
        fetcher(site.url("/feed"))
    monkeypatch.setattr(manifest, "finish", finish)
    path = fetcher.into / "raw/127.0.0.1/2024/a.html"
    assert path.read_text(encoding="utf-8") == PAGE.format("one")
    site.forget()
    fetcher(site.url("/feed"))
    assert site.bodies == []
    assert path.read_text(encoding="utf-8") == PAGE.format("two")
    (old,) = [f for f in fetcher.files if f.endswith(".old")]
    assert (fetcher.into / "raw" / old).read_text(encoding="utf-8") == PAGE.format("one")


def test_two_fetches_into_one_corpus_do_not_mix(site: Site, fetcher: Fetcher) -> None:
    import fcntl

    (fetcher.into / "raw").mkdir(parents=True)
    with (fetcher.into / "raw" / ".fetch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another fetch is writing here"):
            fetcher(site.url("/feed"))


def test_same_fetch_gives_the_same_files(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.feed("/feed", *(Found(f"/p{i}") for i in range(5)))
    for i in range(5):
        site.put(f"/p{i}", PAGE.format(i))
    fetcher(site.url("/feed"))
    other = Fetcher(tmp_path / "other", fetcher.rules)
    other(site.url("/feed"))
    assert fetcher.files == other.files
    assert all((fetcher.into / "raw" / f).read_bytes() == (other.into / "raw" / f).read_bytes() for f in other.files)


# ---- the call --------------------------------------------------------------------------------------------------------


def test_log_tells_requests_for_each_new_page(site: Site, fetcher: Fetcher) -> None:
    site.feed("/feed", Found("/a"), Found("/b"))
    site.put("/a", PAGE.format("a"))
    site.put("/b", PAGE.format("b"))
    done = fetcher(site.url("/feed"))
    assert done.summary[-1] == "4 requests for 2 new or changed pages, 2.00 each"


@pytest.mark.parametrize("source", ["nirgends.txt", "ftp://example.org/x", "http://", "file:///etc/passwd"])
def test_source_that_is_neither_file_nor_url_is_wrong_use(fetcher: Fetcher, source: str) -> None:
    with pytest.raises(UsageError, match="neither a file nor a URL"):
        fetcher(source)


def test_missing_extra_is_named(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.fetch as room

    monkeypatch.setattr(room, "find_spec", lambda name: None if name == "httpx2" else object())
    with pytest.raises(UsageError, match=r"fetch needs httpx2; install the extra: .*kabarangka\[fetch\]"):
        fetcher("http://127.0.0.1:1/")


@pytest.mark.parametrize("options", [{"since": "kemarin"}, {"since": "2024-13-01"}, {"user_agent": "a\r\nX: y"}])
def test_options_that_make_no_sense_are_wrong_use(options: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Settings.checked(**options)


def test_command_prints_the_new_files_and_talks_on_stderr(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", "", "text/plain")
    site.feed("/feed", Found("/a.txt"), Found("/weg"))
    site.put("/a.txt", "Judul\n\nEkspor naik 5 persen.\n", "text/plain")
    command = ["fetch", site.url("/feed"), "--into", str(tmp_path), "--rate", "50", "--allow-private"]
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    (path,) = map(Path, done.stdout.splitlines())
    assert path.read_text(encoding="utf-8").startswith("Judul")
    assert "127.0.0.1: 1 new, 0 changed, 0 unchanged, 0 refused by robots, 1 failed" in done.stderr
    assert "/weg: status 404: there is no such page; check the URL" in done.stderr
