"""Rows as a CSV file that a spreadsheet opens as text: in UTF-8, and with nothing in it that it would calculate."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

_BYTE_ORDER_MARK = "\ufeff"
"""Without it the usual spreadsheet takes UTF-8 for something else."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def response(rows: Iterable[Iterable[object]], filename: str) -> StreamingHttpResponse:
    """A download that is written while the rows are read."""
    answer = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([harmless(str(cell)) for cell in row])


def harmless(cell: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula, spaces before it or not.

    Full-width and small forms of the signs count too: spreadsheets in East Asian languages calculate them.
    """
    starts = (cell[:1], unicodedata.normalize("NFKC", cell.lstrip()[:1]))
    return f"'{cell}" if any(start in _BEGINS_A_FORMULA for start in starts) else cell


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
