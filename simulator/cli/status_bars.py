"""The four statuses of a running flow as progress bars, each with the second in which it was reached."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

FIELDS = ("upload_status", "processing_status", "crossheck_status", "master_status")
DONE = {"SUCCESS", "COMPLETED", "FAILED"}
COLOURS = {"SUCCESS": "green", "COMPLETED": "green", "FAILED": "red", "NOT_STARTED": "dim"}


class StatusBars:
    """`with StatusBars(console, documents) as bars: bars.show(status, fetched, read)`.

    Without a terminal only the end is printed, and nothing at all on standard error.
    """

    def __init__(self, console: Console, documents: int) -> None:
        from rich.progress import BarColumn, Progress, TextColumn

        self._documents = documents
        self._started = time.monotonic()
        self._last: dict[str, str] = {}
        self._progress = Progress(
            TextColumn("  {task.description:<18}"),
            BarColumn(bar_width=28, complete_style="cyan", finished_style="green"),
            TextColumn("{task.fields[said]:<22}"),
            TextColumn("[dim]{task.fields[at]}"),
            console=console,
            disable=console.stderr and not console.is_terminal,
        )
        self._tasks = {
            field: self._progress.add_task(field, total=1.0, said="[dim]NOT_STARTED", at="") for field in FIELDS
        }

    def __enter__(self) -> StatusBars:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, status: dict[str, str], fetched: int, read: int) -> None:
        """Tell a status answer, with how many documents were fetched and read so far."""
        parts = {
            "upload_status": fetched / self._documents,
            "processing_status": read / self._documents,
            "crossheck_status": 0.0,
            "master_status": (fetched + read) / (2 * self._documents),
        }
        for field in FIELDS:
            self._row(field, status[field], parts[field])
        self._last = status

    def _row(self, field: str, word: str, part: float) -> None:
        done = word in DONE
        text = f"[{COLOURS.get(word, 'cyan')}]{word}"
        self._progress.update(self._tasks[field], completed=1.0 if done else min(part, 0.99), said=text)
        if done and self._last.get(field) != word:
            self._progress.update(self._tasks[field], at=f"{time.monotonic() - self._started:.1f} s")
