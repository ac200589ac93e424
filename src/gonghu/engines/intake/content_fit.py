"""Whether the cells of a column agree with a field (内容与字段相符)."""

from collections.abc import Callable, Mapping
from typing import Final

from gonghu.engines.intake.cell_shapes import ColumnShape
from gonghu.engines.intake.header_words import SELF
from gonghu.engines.intake.profiles import Field, FieldType

_ENOUGH = 3
_MOST = 0.8
_MANY = 0.5
_FEW = 0.1
_TELLING = 0.6
_LONGEST_CODE_LIST = 60


def contradicts(field: Field, shape: ColumnShape) -> bool:
    """Tell whether the cells cannot be this field, whatever the header says."""
    return shape.filled >= _ENOUGH and _CONTRADICTIONS[field.type](field, shape)


_CONTRADICTIONS: Final[Mapping[FieldType, Callable[[Field, ColumnShape], bool]]] = {
    FieldType.CITIZEN_ID: lambda _, shape: (
        shape.name >= _TELLING
        or max(shape.date, shape.han) >= _MOST
        or (shape.number >= _MOST and shape.citizen < _FEW)
    ),
    FieldType.NAME: lambda _, shape: shape.citizen >= _MANY or max(shape.date, shape.number, shape.passport) >= _MOST,
    FieldType.DATE: lambda _, shape: shape.citizen >= _MANY or (shape.han >= _MOST and shape.date < _FEW),
    FieldType.YEAR: lambda _, shape: (
        shape.citizen >= _MANY or (shape.han >= _MOST and max(shape.year, shape.date) < _FEW)
    ),
    FieldType.MONEY: lambda _, shape: _is_no_figure(shape),
    FieldType.INTEGER: lambda _, shape: _is_no_figure(shape),
    FieldType.DIVISION: lambda _, shape: shape.division < _FEW,
    FieldType.CODE: lambda field, shape: (
        shape.citizen >= _MANY or (shape.date >= _MOST and known_share(field, shape) < _FEW)
    ),
    FieldType.TEXT: lambda _, shape: shape.citizen >= _MOST,
}


def _is_no_figure(shape: ColumnShape) -> bool:
    named = shape.name >= _TELLING and shape.number < _FEW
    dated = shape.date >= _MOST and shape.number < _MANY
    return shape.citizen >= _MANY or named or dated


def may_speak_alone(field: Field) -> bool:
    """Tell whether cells can ever be enough for this field without a header."""
    return field.type == FieldType.CODE or (field.role == SELF and field.type in (FieldType.CITIZEN_ID, FieldType.NAME))


def support(field: Field, shape: ColumnShape) -> float:
    """Return how strongly the cells alone speak for this field: 1 and more is enough without a header."""
    if shape.filled < _ENOUGH:
        return 0.0
    match field.type:
        case FieldType.CITIZEN_ID:
            return 1.0 if field.role == SELF and shape.citizen >= _TELLING else shape.citizen / 2
        case FieldType.NAME:
            alone = field.role == SELF and shape.name >= _MOST and shape.distinct >= _MANY
            return 1.0 if alone else shape.name / 2
        case FieldType.CODE:
            telling = known_share(field, shape, in_words=True)
            return 1.0 if telling >= _MOST else telling / 2
        case FieldType.DATE:
            return shape.date / 2
        case _:
            return 0.0


def known_share(field: Field, shape: ColumnShape, *, in_words: bool = False) -> float:
    """Return the share of cells the field's code words know; ``in_words`` leaves bare figures out."""
    if not shape.filled or len(shape.words) > _LONGEST_CODE_LIST:
        return 0.0
    known = sum(
        count
        for word, count in shape.words.items()
        if not (in_words and word.isascii()) and field.codes.code_of(word) is not None
    )
    return known / shape.filled
