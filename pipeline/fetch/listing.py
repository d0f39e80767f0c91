"""The HTML of a list page in, the pages that it names and the list page behind it out, by a publisher's rule."""

from urllib.parse import urlsplit

from justhtml import JustHTML

from pipeline.fetch.found import Found
from pipeline.fetch.publishers import Listed
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import normal

FEEDS = ("application/rss+xml", "application/atom+xml")


def read(body: bytes, url: str, publisher: Listed, number: int) -> tuple[list[Found], str]:
    """Return the pages of list page `number` (from 1) in their order, and the next list page; "" without one."""
    root = JustHTML(body, sanitize=False).root
    rule = publisher.listing
    if rule is None:
        return [], ""
    links = _links(root, rule.links, url)
    found = {link: Found(link) for link in links if publisher.takes(link)}
    if rule.page:
        return list(found.values()), normal(rule.page.replace("{page}", str(rule.first + number)), url)
    behind = _links(root, rule.next, url)
    return list(found.values()), next((link for link in behind if _same_site(link, url)), "")


def feeds(body: bytes, url: str) -> list[str]:
    """Return the feeds that a page names in its head."""
    root = JustHTML(body, sanitize=False).root
    found = []
    for link in root.query("link[rel][type][href]"):
        attributes = link.attrs or {}
        rel, type_ = (str(attributes.get(name) or "").lower() for name in ("rel", "type"))
        if "alternate" in rel.split() and type_ in FEEDS:
            found += _normal([str(attributes.get("href") or "")], url)
    return found


def _links(root: object, selectors: list[str], url: str) -> list[str]:
    found: list[str] = []
    for selector in selectors:
        if elements := root.query(selector):  # type: ignore[attr-defined]
            found += _normal([str((element.attrs or {}).get("href") or "") for element in elements], url)
    return list(dict.fromkeys(found))


def _normal(links: list[str], url: str) -> list[str]:
    found = []
    for link in links:
        try:
            if link and not link.startswith("#"):
                found.append(normal(link, url))
        except UnfetchedError:
            continue
    return found


def _same_site(link: str, url: str) -> bool:
    return urlsplit(link).hostname == urlsplit(url).hostname
