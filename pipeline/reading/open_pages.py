"""The pages of a PDF that are open: those read last stay so until their boxes were measured, for opening one takes as
long as reading it.
"""

import pypdfium2 as pdfium

from pipeline.reading.pdfium import PageText

_MOST = 32  # of half a megabyte each


class OpenPages:
    """Pages of a document by their number. The one opened first is closed when there are too many."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self._open: dict[int, PageText] = {}

    def page(self, number: int) -> PageText:
        """The page, opened if it was not. Raises PdfiumError where it is damaged."""
        if number not in self._open:
            opened = PageText(self._document, number - 1)
            while len(self._open) >= _MOST:
                self._open.pop(next(iter(self._open))).close()
            self._open[number] = opened
        return self._open[number]

    def shut(self, number: int) -> None:
        """Close a page at once: a large one, or one whose picture was made."""
        self._open.pop(number).close()

    def close(self) -> None:
        """Close the pages and the document."""
        for page in self._open.values():
            page.close()
        self._open.clear()
        self._document.close()
