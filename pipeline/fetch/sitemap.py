"""The bytes of a sitemap in, the pages or the further sitemaps that it names out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.fetch.found import Found, day_of, moment, stamp_of
from pipeline.fetch.unfetched import UnfetchedError
from pipeline.fetch.urls import normal


def read(body: bytes, url: str) -> tuple[list[Found], list[tuple[str, str]]]:
    """Return the pages of a sitemap, and the sitemaps of an index with their stamps.

    Extension of news: title and date of publication (`news:title`, `news:publication_date`).
    Raises `UnfetchedError` for XML that is broken or declares a document type.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnfetchedError(
            url, f"the sitemap cannot be read ({error or type(error).__name__})", "report it"
        ) from error
    if _name(root) == "sitemapindex":
        return [], [(found.url, found.stamp) for found in _found(root, "sitemap", url)]
    return list(_found(root, "url", url)), []


def _found(root: Element, name: str, url: str) -> Iterator[Found]:
    for element in root:
        if _name(element) != name:
            continue
        texts: dict[str, str] = {}
        for child in element:
            # Only `news:news` has what is wanted further down; images and videos have titles of their own.
            inside = child if _name(child) == "news" else [child]
            for part in inside:
                texts.setdefault(_name(part), "".join(part.itertext()).strip())
        try:
            page = normal(texts.get("loc", ""), url) if texts.get("loc") else ""
        except UnfetchedError:
            continue
        if page:
            published = moment(texts.get("publication_date", ""))
            stamp = stamp_of(moment(texts.get("lastmod", "")) or published)
            yield Found(page, " ".join(texts.get("title", "").split()), day_of(published), stamp)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
