"""
Workbooks (工作簿, .xlsx .xlsm .xlsb .xls .ods) read through a worker process with limits.

python-calamine reads values, never formulas, and gives every number as a float: an 18-digit number stored as a number
has lost its last digits already (it arrives as 1.2e17 and is cleaned as damaged).
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Final

from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.sheet_table import HEAD_ROWS, SheetTable
from gonghu.engines.intake.text_files import TextTable
from gonghu.engines.intake.workbook_parts import MOST_CELLS

WORKER: Final = Path(__file__).with_name("workbook_worker.py")
LEAST_SECONDS: Final = 30
SECONDS_PER_MEGABYTE: Final = 5
MOST_COLUMNS: Final = 1024

_REASONS: Final = {
    "password": "工作簿有密码,请去掉密码后重报",
    "memory": "单元格太多,多半是很远处有零星内容,请删去数据以外的行列和格式,或另存为 .csv 后重报",
}


class Unroller:
    """Turns workbooks into text tables; the worker is started with the first and stopped with the last."""

    def __init__(self, least_seconds: float = LEAST_SECONDS) -> None:
        """Prepare to start the worker; a workbook gets at least ``least_seconds``."""
        self._worker: subprocess.Popen[str] | None = None
        self._least_seconds = least_seconds

    def __enter__(self) -> "Unroller":
        """Return itself; nothing is started yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop the worker."""
        self._stop()

    def sheets(self, path: Path, workshop: Path) -> Iterator[SheetTable]:
        """
        Yield each sheet of a workbook, its cells written into ``workshop``.

        :raises Refused: the workbook cannot be read, or not within its limits
        """
        answer = self._ask(path, workshop)
        for sheet in answer["sheets"]:
            if sheet["width"] > MOST_COLUMNS:
                raise Refused(f"工作表“{sheet['name']}”有 {sheet['width']} 列,不是名单;请删去数据以外的列后重报")
            yield _table(sheet)

    def _ask(self, path: Path, workshop: Path) -> dict[str, Any]:
        worker = self._running()
        seconds = self._least_seconds + SECONDS_PER_MEGABYTE * path.stat().st_size / (1 << 20)
        request = json.dumps({"path": str(path), "folder": str(workshop), "most_cells": MOST_CELLS})
        timer = Timer(seconds, worker.kill)
        timer.start()
        try:
            line = _exchange(worker, request)
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            self._stop()
            raise Refused(f"读取时超出内存或 {seconds:.0f} 秒的限度,已停止;请另存为 .csv 后重报")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            reason = _REASONS.get(
                answer["error"], f"工作簿已损坏或格式不符({answer['error']}),请用 Excel 打开后另存再报"
            )
            raise Refused(reason)
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._worker is None or self._worker.poll() is not None:
            # -P: the worker's own folder is no place to import from.
            self._worker = subprocess.Popen(
                [sys.executable, "-P", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        return self._worker

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None


def _exchange(worker: subprocess.Popen[str], request: str) -> str:
    """Send a line and wait for one; an empty line when the worker is gone."""
    if worker.stdin is None or worker.stdout is None:
        return ""
    worker.stdin.write(request + "\n")
    worker.stdin.flush()
    return worker.stdout.readline()


def _table(sheet: dict[str, Any]) -> SheetTable:
    path = Path(sheet["path"])
    with path.open(encoding="utf-8", newline="") as stream:
        head = tuple(tuple(row) for row in islice(csv.reader(stream), HEAD_ROWS))
    table = TextTable(path, ",", quoted=True, width=max(sheet["width"], 1), rectangular=True)
    return SheetTable(sheet["name"], "", head, table.selection, table.width, sheet["rows"])
