"""What changed between two warehouses: documents, figures of footprints, records and findings."""

from pipeline.diff.compare import diff_warehouses
from pipeline.diff.difference import Difference
from pipeline.diff.page import write_diff_page
from pipeline.diff.text import difference_text

__all__ = ["Difference", "diff_warehouses", "difference_text", "write_diff_page"]
