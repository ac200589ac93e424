"""A workbook of another format that spreads out over too many cells is told so, and the other files are read."""

import zipfile
from io import BytesIO

import pytest
from tests.engines.intake.conftest import Desk

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)


def open_workbook(rows: int, columns: int) -> bytes:
    """Return a workbook of one cell that says it is repeated over so many rows and columns."""
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}<text:p>王</text:p></table:table-cell>'
    sheet = f'<table:table table:name="s">{row}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f"<manifest:manifest {NAMESPACES}/>")
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {NAMESPACES}>{body}</office:document-content>',
        )
    return out.getvalue()


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (20_000, 900)])
def test_a_cell_repeated_without_end_is_refused_with_a_remedy(desk: Desk, rows: int, columns: int) -> None:
    desk.put("a.ods", open_workbook(rows, columns))
    desk.put("b.csv", [["姓名", "身份证号", "死亡日期"], ["王小明", "11010519491231002X", "2026-05-01"]])
    delivery = desk.read()
    assert [(refusal.path, refusal.reason[:6]) for refusal in delivery.refused] == [("a.ods", "单元格太多,")]
    assert "另存为 .csv" in delivery.refused[0].reason
    assert [sheet.path for sheet in delivery.sheets] == ["b.csv"]
