"""A sheet read as a person has said (人工指定): the rest is found as usual."""

from gonghu.engines.intake.header_match import Found
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.layout import Layout, understand_as
from gonghu.engines.intake.mapping_file import SheetMapping, letters_of, names_of
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.recognition import Claim
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.sheet_table import SheetTable


def layout_as_said(table: SheetTable, profiles: Profiles, said: SheetMapping, file: str) -> Layout:
    """
    Return the layout a mapping file asks for.

    :raises Refused: the sheet has no such rows or columns
    """
    if said.kind is None:
        raise Refused("mapping.yaml 没有写这张表的 kind")
    header = None
    if said.header_rows is not None:
        header = (said.header_rows[0] - 1, said.header_rows[-1]) if said.header_rows else (0, 0)
        if header[1] > len(table.head) or header[0] < 0:
            raise Refused(f"mapping.yaml 说表头在第 {header[1]} 行，表里没有这一行")
    found = understand_as(table.head, profiles.of_kind(said.kind), profiles, (table.sheet, file), header)
    if found is None:
        raise Refused("按 mapping.yaml 的种类也找不到表头，请写明 header_rows")
    return Layout(_as_said(found, said), found.header_start, found.header_end, found.headers)


def _as_said(found: Layout, said: SheetMapping) -> Claim:
    """Put the fields in the columns a person has named; such a field leaves the column it was found in."""
    claim, columns = found.claim, dict(found.claim.columns)
    for index, name in _said_columns(found.headers, said).items():
        before = columns.pop(index, None)
        if name is None:
            continue
        columns = {other: item for other, item in columns.items() if item[0].name != name}
        same = before is not None and before[0].name == name
        columns[index] = before if before and same else (claim.profile.field_named(name), Found.OVERRIDE)
    mapped = {field.name for field, _ in columns.values()} - set(said.constants)
    constants = {**claim.constants, **said.constants}
    return Claim(
        claim.profile,
        {index: item for index, item in columns.items() if item[0].name in mapped},
        {name: word for name, word in constants.items() if name not in mapped},
        claim.worth,
        claim.unread,
    )


def _said_columns(headers: tuple[str, ...], said: SheetMapping) -> dict[int, str | None]:
    """
    Return the field said of each column index.

    :raises Refused: a column named is not there
    """
    indexes = {fold(f"{letters_of(index)}列"): index for index in range(len(headers))}
    indexes |= {fold(name): index for index, name in enumerate(names_of(headers))}
    if strange := [name for name in said.columns if name not in indexes]:
        raise Refused(f"mapping.yaml 写了“{strange[0]}”这一列，表里没有；表里有：{'、'.join(names_of(headers))}")
    return {indexes[header]: name for header, name in said.columns.items()}
