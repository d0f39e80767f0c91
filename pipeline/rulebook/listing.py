"""The key `listing` of a file in `rules/sources/`: where a publisher lists its releases."""

from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.rulebook.schema import Strict


def _path(pattern: str) -> str:
    if not pattern.startswith(("/", "*")):
        raise ValueError("write the path of a URL, from its first /, with * for anything")
    return pattern


def _selector(text: str) -> str:
    from justhtml import JustHTML, SelectorError

    try:
        JustHTML("").query(text)
    except SelectorError as error:
        raise ValueError(f"no CSS selector ({error})") from error
    return text


Paths = Annotated[list[Annotated[str, AfterValidator(_path)]], Field(min_length=1)]
Links = Annotated[list[Annotated[str, AfterValidator(_selector)]], Field(min_length=1)]


class Listing(Strict):
    """Where a publisher lists its releases: `lists` and `articles` are patterns for paths (`/artikel/*/*`).

    `links`: selectors of the links on a list page. The page behind it is the link that `next` selects, or the URL
    `page` with `{page}` in it, which counts on from `first`, the number of the first page.
    """

    lists: Paths
    articles: Paths
    links: Links = Field(default_factory=lambda: ["a[href]"])
    next: Links = Field(default_factory=lambda: ["a[rel=next]", "link[rel=next]"])
    page: Annotated[str, Field(pattern=r"^$|\{page\}")] = ""
    first: int = 1
