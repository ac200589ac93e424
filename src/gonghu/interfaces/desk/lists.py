"""Pages that are one list (名单页): what ``desk/list.html`` shows, said once for all of them."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.tables import Column, table_of
from gonghu.interfaces.desk.workbook_lists import offered_export

Row = TypeVar("Row")


def list_shown(
    request: DeskRequest,
    *,
    form: DeskForm,
    page: Any,
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    export: str,
    keys: Sequence[UUID] = (),
) -> dict[str, Any]:
    """Give the conditions of a list, a page of its rows, and the button of the export (its route, and whose it is)."""
    return {
        "form": form,
        "page": page,
        "rows": rows,
        "table": table_of(columns, rows),
        "chips": chips_of(request, form),
        "is_filtered": bool(request.GET),
        **offered_export(request, export, *keys),
    }
