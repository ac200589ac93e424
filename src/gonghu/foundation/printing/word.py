"""
Forms as Word files (Word 文书): docxtpl fills in a template that any office can edit.

A template is written by people of the office and not by programmers: it is run in a sandbox that lets it read what it
was given and nothing else. What is filled in is escaped.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from django.conf import settings
from django.utils.translation import override
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gonghu.foundation.printing.templates import template_file


class WordTemplateUnusable(ValueError):
    """A template of Word cannot be used as written."""


def word_of(*, name: str, division_code: str, facts: Mapping[str, Any]) -> bytes:
    """
    Fill in the template ``<name>.docx`` of a place.

    :raises TemplateMissing: there is none
    :raises WordTemplateUnusable: it is no Word file, or asks for what does not exist
    """
    path = template_file(name=f"{name}.docx", division_code=division_code)
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    filled = BytesIO()
    try:
        template = DocxTemplate(path)
        # A form of an office is Chinese, whatever language the desk of whoever prints it has.
        with override(settings.LANGUAGE_CODE):
            template.render(dict(facts), jinja_env=sandbox, autoescape=True)
        template.save(filled)
    except (TemplateError, PackageNotFoundError, BadZipFile, KeyError, ValueError) as problem:
        raise WordTemplateUnusable(f"文书模板 {path.name} 有误，请对照随软件发布的模板修改：{problem}") from problem
    return filled.getvalue()
