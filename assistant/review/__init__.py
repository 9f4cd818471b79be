"""Transcripts for coaches: to read, to load elsewhere, and to open in a spreadsheet.

    render_markdown(turns, marks)   as_json_lines(turns, marks)   as_csv(turns, marks)

The turns say what happened, the marks what a coach thinks of the assistant's part in it. Nothing
here sums up or rates a person (reliability.md, finding 12).
"""

from assistant.review.table import as_csv
from assistant.review.transcript import as_json_lines, render_markdown

__all__ = ["as_csv", "as_json_lines", "render_markdown"]
