"""Why a page did not come: one exception that says where, what, what to do, and whether to ask again."""

from typing import Literal

from pipeline.errors import ReleaseError

# failed: asked again by the next fetch. gone: not asked again. robots: the host does not want it to be asked for.
Kind = Literal["failed", "gone", "robots"]


class UnfetchedError(ReleaseError):
    """Report one URL that was not fetched; the others go on."""

    def __init__(self, url: str, reason: str, remedy: str, kind: Kind = "failed") -> None:
        """Keep what `ReleaseError` keeps and the `kind`, which tells whether the next fetch asks again."""
        super().__init__(url, reason, remedy)
        self.kind: Kind = kind


class PassingError(UnfetchedError):
    """Report a fault that may pass soon: it is tried again, after `wait` seconds where the host named them."""

    def __init__(self, url: str, reason: str, remedy: str, wait: float | None = None) -> None:
        """Keep the `wait` that the host asked for; None when it named none."""
        super().__init__(url, reason, remedy)
        self.wait = wait
