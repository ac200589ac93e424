"""What banks are told and what they answer (银行文件): rows in, bytes out, and back; layouts are data."""

from gonghu.domain.payments.banking.layouts import Layout, LayoutInvalid, layout_of, layouts
from gonghu.domain.payments.banking.reading import Answer, AnswerRefused, RowProblem, read_answer
from gonghu.domain.payments.banking.writing import Due, Heading, RowsRefused, write_bank_file

__all__ = [
    "Answer",
    "AnswerRefused",
    "Due",
    "Heading",
    "Layout",
    "LayoutInvalid",
    "RowProblem",
    "RowsRefused",
    "layout_of",
    "layouts",
    "read_answer",
    "write_bank_file",
]
