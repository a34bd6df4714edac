"""How much one document may cost before it is given up."""

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """What reading and extracting one document may take. A document beyond a limit is reported, never the end of a
    run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(default=300.0, gt=0, description="wall-clock seconds for one document")
    memory_mb: int = Field(default=1000, ge=200, description="megabytes of memory for the process that reads it")
    max_pages: int = Field(default=10_000, ge=1, description="pages; a longer document is not read")
    max_characters: int = Field(default=50_000_000, ge=1, description="characters of text on all pages")
