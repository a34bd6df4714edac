"""Value types shared by the models: money, identifiers, closed vocabularies."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Gbp = Annotated[Decimal, Field(max_digits=18, decimal_places=2)]
"""Pounds sterling, positive = the thing the table is about."""

FootprintId = Annotated[str, Field(pattern=r"^E540000(0[1-9]|[1-3][0-9]|4[0-4])$")]
"""ONS code of one of the 44 footprints of 2016."""

FinancialYear = Annotated[str, Field(pattern=r"^20\d\d/\d\d$")]
"""NHS financial year (April to March) written '2020/21'."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

Method = Literal["rule", "ner", "table"]
Bound = Literal["exact", "about", "at_least", "at_most"]
Scope = Literal["footprint", "national", "place", "organisation", "care_hub"]
Statistic = Literal["total", "average", "minimum", "maximum"]
Component = Literal["health", "social_care", "combined", "provider", "commissioner", "unspecified"]
Scenario = Literal["do_nothing", "baseline", "residual", "unspecified"]
SavingsBasis = Literal["proposed", "target", "identified", "potential", "delivered"]
FundingKind = Literal["transformation", "transition", "stf", "investment", "revenue", "implementation", "other"]
IcsStage = Literal["first_wave", "second_wave", "third_wave", "devolution", "candidate"]
OrganisationType = Literal["CCG", "NHS trust", "NHS foundation trust", "local authority", "other"]
ReadStatus = Literal["read", "partly_read", "unreadable"]
PageStatus = Literal["read", "ocr", "without_text", "unreadable"]
Severity = Literal["error", "warning", "info"]
FindingScope = Literal["document", "corpus"]
FindingStatus = Literal["open", "accepted", "corrected", "dismissed"]


class Model(BaseModel):
    """Base of every model: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Model):
    """A rectangle on a PDF page, in points from the page's top left corner; one covers one line of a quote."""

    x0: float = Field(description="left edge")
    top: float = Field(description="upper edge")
    x1: float = Field(description="right edge")
    bottom: float = Field(description="lower edge")
