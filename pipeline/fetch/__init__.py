"""Download the documents that a `sources.toml` names: politely, within limits, and whole or not at all."""

from pipeline.fetch.download import FetchLimits
from pipeline.fetch.run import Fetched, Watcher, fetch

__all__ = ["FetchLimits", "Fetched", "Watcher", "fetch"]
