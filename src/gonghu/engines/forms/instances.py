"""
Reading XML that strangers send (读取填报的 XML): nothing in it is ever followed, and its size is bounded first.

A document type, an entity, an inclusion, an instruction for a program: none has a place in a filled form, and each is
refused by name (OWASP ASVS 5.0 V1.5.1).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml import etree

LONGEST_TEXT: Final = 20_000
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ODD: Final = re.compile(r"<!DOCTYPE|<!ENTITY|<!ELEMENT|<!ATTLIST|<!NOTATION", re.IGNORECASE)
_INCLUSION: Final = "{http://www.w3.org/2001/XInclude}"


class Flaw(StrEnum):
    """Why a filled form cannot be read (填报读不出的原因)."""

    EMPTY = "没有内容"
    TOO_LARGE = "内容太大"
    NOT_UTF8 = "不是 UTF-8 编码"
    NOT_XML = "不是完整的 XML"
    DOCUMENT_TYPE = "带有文档类型声明（DOCTYPE），可能有害"
    INSTRUCTION = "带有处理指令，可能有害"
    INCLUSION = "要求引入别的文件，可能有害"
    TOO_DEEP = "层数太多"
    TOO_MANY = "项目太多"
    TOO_LONG = "一项里的文字太长"
    NOT_THIS_FORM = "不是这份问卷的填报"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a document may be (限度): bytes, levels, elements."""

    size: int
    depth: int
    elements: int


FILLED: Final = Bounds(1 << 20, 12, 5_000)
"""Of a filled form; photos come by themselves."""
FORM: Final = Bounds(8 << 20, 40, 100_000)
"""Of an XForm with its lists."""


class UnreadableInstance(ValueError):
    """A filled form cannot be read; ``flaw`` says why."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(f"填报读不出：{flaw}")


def read_instance(xml: bytes, bounds: Bounds = FILLED) -> etree._Element:
    """
    Read a filled form, or an XForm, without following anything in it.

    :raises UnreadableInstance: it is no XML, or more than a filled form may be
    """
    text = _text(xml, bounds)
    if _ODD.search(text):
        raise UnreadableInstance(Flaw.DOCUMENT_TYPE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as broken:
        raise UnreadableInstance(_flaw_of(str(broken))) from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableInstance(Flaw.DOCUMENT_TYPE)
    _bound(root, bounds)
    return root


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _text(xml: bytes, bounds: Bounds) -> str:
    if not xml.strip():
        raise UnreadableInstance(Flaw.EMPTY)
    if len(xml) > bounds.size:
        raise UnreadableInstance(Flaw.TOO_LARGE)
    declared = _DECLARED.match(xml)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        raise UnreadableInstance(Flaw.NOT_UTF8)
    try:
        text = xml.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise UnreadableInstance(Flaw.NOT_UTF8) from broken
    if "\0" in text:
        raise UnreadableInstance(Flaw.NOT_UTF8)
    return text


def _bound(root: etree._Element, bounds: Bounds) -> None:
    count = 0
    waiting = [(root, 1)]
    # What precedes or follows the root may be an instruction too.
    beside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    if beside:
        raise UnreadableInstance(Flaw.INSTRUCTION)
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if count > bounds.elements:
            raise UnreadableInstance(Flaw.TOO_MANY)
        if depth > bounds.depth:
            raise UnreadableInstance(Flaw.TOO_DEEP)
        _require_plain(element)
        waiting += [(child, depth + 1) for child in element]


def _require_plain(element: etree._Element) -> None:
    if isinstance(element, etree._ProcessingInstruction):
        raise UnreadableInstance(Flaw.INSTRUCTION)
    if not isinstance(element.tag, str):
        raise UnreadableInstance(Flaw.DOCUMENT_TYPE)
    if element.tag.startswith(_INCLUSION):
        raise UnreadableInstance(Flaw.INCLUSION)
    if len(element.text or "") > LONGEST_TEXT or any(len(str(text)) > LONGEST_TEXT for text in element.attrib.values()):
        raise UnreadableInstance(Flaw.TOO_LONG)


def _flaw_of(said: str) -> Flaw:
    return Flaw.TOO_DEEP if "depth" in said.lower() else Flaw.NOT_XML
