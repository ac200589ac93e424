"""A sheet read as a person has ordered it (人工指定): the rest is found as usual."""

from gonghu.engines.intake.header_match import Found
from gonghu.engines.intake.layout import Layout, understand_as
from gonghu.engines.intake.mapping_file import SheetOrder
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.recognition import Claim
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.sheet_table import SheetTable


def layout_as_ordered(table: SheetTable, profiles: Profiles, order: SheetOrder, file: str) -> Layout:
    """
    Return the layout a mapping.yaml asks for.

    :raises Refused: the sheet has no such rows or columns
    """
    if order.kind is None:
        raise Refused("mapping.yaml 没有写种类")
    header = None
    if order.header_rows is not None:
        rows = sorted(order.header_rows)
        header = (rows[0] - 1, rows[-1]) if rows else (0, 0)
        if header[1] > len(table.head) or header[0] < 0:
            raise Refused(f"mapping.yaml 说表头在第 {rows[-1]} 行,表里没有这一行")
    found = understand_as(table.head, profiles.of_kind(order.kind), profiles, (table.sheet, file), header)
    if found is None:
        raise Refused("按 mapping.yaml 的种类也找不到表头,请写明 header_rows")
    if wide := [index for index in order.columns if index >= table.width]:
        raise Refused(f"mapping.yaml 指定了第 {wide[0] + 1} 列,表里只有 {table.width} 列")
    return Layout(_ordered(found.claim, order), found.header_start, found.header_end, found.headers)


def _ordered(claim: Claim, order: SheetOrder) -> Claim:
    """Put the ordered fields in their columns; a field ordered elsewhere leaves the column it was found in."""
    ordered = {name for name in order.columns.values() if name is not None}
    columns = {
        index: (field, how)
        for index, (field, how) in claim.columns.items()
        if index not in order.columns and field.name not in ordered and field.name not in order.constants
    }
    for index, name in order.columns.items():
        if name is not None:
            same = index in claim.columns and claim.columns[index][0].name == name
            how = claim.columns[index][1] if same else Found.OVERRIDE
            columns[index] = (claim.profile.field_named(name), how)
    mapped = {field.name for field, _ in columns.values()}
    constants = {**claim.constants, **order.constants}
    kept = {name: word for name, word in constants.items() if name not in mapped}
    return Claim(claim.profile, columns, kept, claim.worth)
