"""A URL in, its host or path out; "" where it has none or is no URL."""

from urllib.parse import SplitResult, urlsplit


def host_of(url: str) -> str:
    """Return the host of a URL, without www."""
    return (_split(url).hostname or "").removeprefix("www.")


def path_of(url: str) -> str:
    """Return the path of a URL."""
    return _split(url).path


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
