"""What a refresh is asked to do: the parameters of the command and of the flow."""

from pathlib import Path
from typing import Self

from pydantic import Field

from pipeline.remote import Mirror, is_url
from pipeline.settings import Places, Settings


class RefreshRequest(Places):
    """What to refresh, and where to."""

    full: bool = Field(default=False, description="read every document again, also those that have not changed")
    only: bool = Field(
        default=False, description="read these sources again and leave the rest of the warehouse as it is"
    )

    @classmethod
    def of(cls, settings: Settings, full: bool = False, only: bool = False) -> Self:
        """The request that the settings in force make."""
        return cls(**{name: getattr(settings, name) for name in Places.model_fields}, full=full, only=only)

    @property
    def away(self) -> bool:
        """Whether any of the places but the sources is named by a URL."""
        return any(map(is_url, (self.warehouse, self.report, self.decisions, self.expectations or Path())))

    def here(self) -> "LocalRequest":
        """The same request of local files: those themselves, or the copies of what URLs name."""
        mirror = Mirror(self.mirror)
        places = {name: mirror.path(getattr(self, name)) for name in ("warehouse", "report", "decisions")}
        expectations = self.expectations and mirror.path(self.expectations)
        return LocalRequest(**{**dict(self), **places, "expectations": expectations})


class LocalRequest(RefreshRequest):
    """A request whose places are all on this machine; sources may still be named by URLs."""

    warehouse: Path
    report: Path
    decisions: Path
    expectations: Path | None
