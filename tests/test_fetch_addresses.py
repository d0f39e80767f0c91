"""Addresses and URLs without a network: what is public, what a URL is called, how long to wait."""

from datetime import UTC, datetime
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch import retry_after
from pipeline.fetch.address import is_public
from pipeline.fetch.kinds import kind_of
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import LONGEST_NAME, normal, slug, year_of

NOW = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1"),
        *("::127.0.0.1", "fec0::1", "fe80::1%eth0"),
    ],
)
def test_address_that_is_not_of_the_internet_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "103.10.45.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://User:Pass@Example.GO.ID:80/a b?utm_source=x&id=1#f", "http://example.go.id/a%20b?id=1"),
        ("https://example.go.id", "https://example.go.id/"),
        ("https://example.go.id:8443/x?", "https://example.go.id:8443/x"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_url_has_one_spelling(url: str, expected: str) -> None:
    assert normal(url) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "http:///x", "http://a b/", "http://x:99999/", "//x/y"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(UnfetchedError):
        normal(url)


@given(st.text(max_size=300))
def test_every_path_has_a_safe_name(path: str) -> None:
    try:
        name = slug(normal("https://example.go.id/" + path))
    except UnfetchedError:
        return
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(name) <= LONGEST_NAME + 9


@given(st.binary(max_size=200), st.sampled_from(["", "text/html", "text/plain", "application/xml"]))
def test_any_bytes_have_a_kind(body: bytes, media_type: str) -> None:
    assert kind_of(body, media_type) in ("feed", "sitemap", "urls", "html", "page")


@pytest.mark.parametrize(
    ("url", "year"),
    [
        ("/2024/01/04/x", "2024"),
        ("/berita/20231231-x", "2023"),
        ("/x-2022-05-01", "2022"),
        ("/artikel/24567/x", ""),
        ("/a", ""),
    ],
)
def test_year_is_read_from_a_path(url: str, year: str) -> None:
    assert year_of("https://example.go.id" + url) == year


@pytest.mark.parametrize(
    ("header", "expected"),
    [("120", 120.0), (" 0 ", 0.0), ("Sat, 01 Jun 2024 00:01:00 GMT", 60.0), ("Fri, 31 May 2024 00:00:00 GMT", 0.0)]
    + [(bad, None) for bad in ("", "soon", "-1", "1.5", "²")],
)
def test_retry_after_is_seconds_or_a_date(header: str, expected: float | None) -> None:
    assert retry_after.seconds(header, NOW) == expected
