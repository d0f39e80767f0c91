"""Every error the product raises: where, what, and what to do, in one line."""


class KabarangkaError(Exception):
    """Carry a message that says where, what and what to do."""


class UsageError(KabarangkaError):
    """Report a wrong call: a missing path, an unknown format (exit code 2)."""


class StoreError(KabarangkaError):
    """Report a store that cannot be used: held by another run, damaged, too new, no room (exit code 2)."""


class RuleError(KabarangkaError):
    """Report every fault of a rules folder at once, a line each (exit code 2)."""

    def __init__(self, faults: list[str]) -> None:
        """Keep `faults`, each written as `file:line: what; what to do`."""
        super().__init__("\n".join(faults))
        self.faults = faults


class ReleaseError(KabarangkaError):
    """Report one release that cannot be processed; the batch goes on (exit code 1)."""

    def __init__(self, source: str, reason: str, remedy: str) -> None:
        """Keep the release's `source`, the `reason` and the `remedy` apart for the quarantine table."""
        super().__init__(f"{source}: {reason}; {remedy}")
        self.source = source
        self.reason = reason
        self.remedy = remedy
