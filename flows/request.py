"""What a refresh is asked to do: the parameters of the command and of the flow."""

from pydantic import Field

from pipeline.settings import Places


class RefreshRequest(Places):
    """What to refresh, and where to."""

    full: bool = Field(default=False, description="read every document again, also those that have not changed")
    only: bool = Field(
        default=False, description="read these sources again and leave the rest of the warehouse as it is"
    )
