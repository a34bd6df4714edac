"""The validation report: what was read, what was found, and each finding with the words it rests on."""

from pipeline.report.write import CHANGES, report_stands, write_report

__all__ = ["CHANGES", "report_stands", "write_report"]
