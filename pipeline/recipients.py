"""Who is told of a refresh: a web address, or a command.

An address is a string, `https://example.org/hook`; a command is the list of a program and its arguments.
"""

import shlex
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import PlainSerializer, PlainValidator


@dataclass(frozen=True)
class Webhook:
    """An address that a notice is posted to. It is shown without its path, which often holds a secret."""

    url: str

    def __str__(self) -> str:
        return f"{urlsplit(self.url).scheme}://{urlsplit(self.url).hostname}/..."


@dataclass(frozen=True)
class Command:
    """A program with its arguments; it is run without a shell."""

    argv: tuple[str, ...]

    def __str__(self) -> str:
        return shlex.join(self.argv)


def _recipient(value: Any) -> Webhook | Command:
    if isinstance(value, Webhook | Command):
        return value
    if isinstance(value, str) and _is_address(value):
        return Webhook(value)
    if isinstance(value, list | tuple) and value and all(isinstance(part, str) and part for part in value):
        return Command(tuple(value))
    raise ValueError('neither an http(s) address nor a command such as ["notify", "--team", "plans"]')


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:  # http://[::1
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _given(recipient: Webhook | Command) -> str | list[str]:
    return recipient.url if isinstance(recipient, Webhook) else list(recipient.argv)


Recipient = Annotated[Webhook | Command, PlainValidator(_recipient), PlainSerializer(_given)]
