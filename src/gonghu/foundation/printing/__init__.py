"""Printed forms (打印文书): templates of the package or of the office, filled in as Word or as PDF."""

from gonghu.foundation.printing.fonts import FontMissing, Typefaces, typefaces
from gonghu.foundation.printing.pdf import PageUnprintable, pdf_of
from gonghu.foundation.printing.templates import TemplateMissing, template_file
from gonghu.foundation.printing.word import WordTemplateUnusable, word_of

__all__ = [
    "FontMissing",
    "PageUnprintable",
    "TemplateMissing",
    "Typefaces",
    "WordTemplateUnusable",
    "pdf_of",
    "template_file",
    "typefaces",
    "word_of",
]
