"""Why a document was not fetched: one line for the person who listed it."""


class FetchError(Exception):
    """A document that was not fetched, and why."""


class RefusedError(FetchError):
    """What another attempt would not change: a forbidden address, a wrong type, a page that does not exist."""


class UnavailableError(FetchError):
    """What may pass: a busy server, a lost connection. `wait` is what the server asks for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
