"""What a refresh is asked to do: the parameters of the command and of the flow."""

from typing import Self

from pydantic import Field

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
