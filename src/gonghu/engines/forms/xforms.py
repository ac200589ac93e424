"""Reading an XForm (读取 XForm): the questions, in their order, with their conditions and choices."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from gonghu.engines.forms.form import Choice, Field, FieldKind, Form
from gonghu.engines.forms.instances import FORM, local_name, read_instance
from gonghu.engines.forms.meaning import read_meaning

XFORMS: Final = "{http://www.w3.org/2002/xforms}"
_JAVAROSA: Final = "{http://openrosa.org/javarosa}"
_HTML: Final = "{http://www.w3.org/1999/xhtml}"
_TYPES: Final[Mapping[str, FieldKind]] = {
    "int": FieldKind.WHOLE, "decimal": FieldKind.DECIMAL, "date": FieldKind.DATE, "time": FieldKind.TIME,
    "dateTime": FieldKind.MOMENT, "geopoint": FieldKind.PLACE, "geotrace": FieldKind.PLACE,
    "geoshape": FieldKind.PLACE,
}  # fmt: skip
_MEDIA: Final[Mapping[str, FieldKind]] = {
    "image": FieldKind.PHOTO, "audio": FieldKind.SOUND, "video": FieldKind.FILM
}  # fmt: skip
_CONTROLS: Final = frozenset({"input", "select", "select1", "upload", "trigger", "range", "rank", "group", "repeat"})

Path = tuple[str, ...]


class NotAnXForm(ValueError):
    """The document is no XForm."""


@lru_cache(maxsize=256)
def read_form(xform: str, meaning: str = "") -> Form:
    """
    Read an XForm with what its answers mean; read once, it is kept.

    :raises UnreadableInstance: it is no XML
    :raises NotAnXForm: it is no XForm
    :raises MeaningRefused: the meaning cannot be understood
    """
    tree = read_instance(xform.encode(), FORM)
    model = tree.find(f".//{XFORMS}model")
    body = tree.find(f"{_HTML}body")
    primary = model.find(f"{XFORMS}instance") if model is not None else None
    if model is None or body is None or primary is None or not len(primary):
        raise NotAnXForm("这不是 XForm：没有 model、instance 或 body")
    return _Reading(model, body, primary[0]).form(xform, meaning, tree.findtext(f".//{_HTML}title") or "")


class _Reading:
    """What is collected while an XForm is read."""

    def __init__(self, model: etree._Element, body: etree._Element, root: etree._Element) -> None:
        self._root = root
        self._texts = _texts(model)
        self._binds = {self._path(bind.get("nodeset", "")): bind for bind in model.findall(f"{XFORMS}bind")}
        self._controls: dict[Path, etree._Element] = {}
        self._repeats: set[Path] = set()
        self._lists = {
            instance.get("id", ""): tuple(_items(instance))
            for instance in model.findall(f"{XFORMS}instance")
            if instance.get("id")
        }
        for control in body.iter():
            name = local_name(control)
            if name in _CONTROLS and (control.get("ref") or control.get("nodeset")):
                path = self._path(control.get("ref") or control.get("nodeset") or "")
                self._controls.setdefault(path, control)
                if name == "repeat":
                    self._repeats.add(path)

    def form(self, xform: str, meaning: str, title: str) -> Form:
        return Form(
            form_id=self._root.get("id", ""),
            version=self._root.get("version", ""),
            title=title,
            root=local_name(self._root),
            xform=xform,
            fields=tuple(self._fields(self._root, ())),
            meaning=read_meaning(meaning),
            lists=self._lists,
        )

    def _fields(self, element: etree._Element, path: Path) -> Iterator[Field]:
        seen: set[str] = set()
        for child in element:
            name = local_name(child)
            if name in seen or (not path and name == "meta"):
                continue
            seen.add(name)
            below = (*path, name)
            yield self._field(child, below)
            yield from self._fields(child, below)

    def _field(self, element: etree._Element, path: Path) -> Field:
        bind, control = self._binds.get(path), self._controls.get(path)
        said: Mapping[str, Any] = dict(bind.attrib) if bind is not None else {}
        kind = self._kind(element, path, said.get("type", "string"), said.get("readonly", ""))
        listed, choices = self._choices(control, kind)
        return Field(
            path=path,
            kind=kind,
            label=self._words(control, "label"),
            hint=self._words(control, "hint"),
            relevant=str(said.get("relevant", "")),
            required=str(said.get("required", "")),
            constraint=str(said.get("constraint", "")),
            constraint_words=self._told(str(said.get(f"{_JAVAROSA}constraintMsg", ""))),
            required_words=self._told(str(said.get(f"{_JAVAROSA}requiredMsg", ""))),
            calculate=str(said.get("calculate", "")),
            listed=listed,
            choices=choices,
            appearance=control.get("appearance", "") if control is not None else "",
            default=element.text or "" if not len(element) else "",
        )

    def _kind(self, element: etree._Element, path: Path, type_: str, readonly: str) -> FieldKind:
        control = self._controls.get(path)
        name = local_name(control) if control is not None else ""
        if path in self._repeats:
            return FieldKind.REPEAT
        if len(element) or name == "group":
            return FieldKind.GROUP
        if name == "upload" and control is not None:
            return _MEDIA.get(control.get("mediatype", "").split("/")[0], FieldKind.FILE)
        by_name = {
            "select1": FieldKind.ONE, "select": FieldKind.MANY, "rank": FieldKind.MANY, "trigger": FieldKind.TICK
        }  # fmt: skip
        if not name:
            bind = self._binds.get(path)
            return FieldKind.WORKED_OUT if bind is not None and bind.get("calculate") else FieldKind.HIDDEN
        if name == "input" and readonly == "true()":
            return FieldKind.NOTE
        return by_name.get(name) or _TYPES.get(type_, FieldKind.TEXT)

    def _choices(self, control: etree._Element | None, kind: FieldKind) -> tuple[str, tuple[Choice, ...]]:
        if control is None or kind not in {FieldKind.ONE, FieldKind.MANY}:
            return "", ()
        itemset = control.find(f"{XFORMS}itemset")
        if itemset is None:
            items = control.findall(f"{XFORMS}item")
            return "", tuple(
                Choice(each.findtext(f"{XFORMS}value") or "", self._words(each, "label")) for each in items
            )
        nodes = _unshuffled(itemset.get("nodeset", ""))
        name = nodes.partition("instance(")[2].partition(")")[0].strip(" '\"")
        return nodes, tuple(
            Choice(each.get("name", ""), self._texts.get(each.get("itextId", ""), each.get("label", "")))
            for each in self._lists.get(name, ())
        )

    def _words(self, control: etree._Element | None, tag: str) -> str:
        if control is None:
            return ""
        # The label of a repeat stands on the group around it.
        holder = control.getparent() if local_name(control) == "repeat" else control
        told = holder.find(f"{XFORMS}{tag}") if holder is not None else None
        if told is None:
            return ""
        return self._told(told.get("ref", "")) or _plain(told)

    def _told(self, words: str) -> str:
        if words.startswith("jr:itext("):
            return self._texts.get(words.removeprefix("jr:itext(").rstrip(")").strip("'\" "), "")
        return words

    def _path(self, nodeset: str) -> Path:
        return tuple(step for step in nodeset.strip().split("/") if step)[1:]


def _texts(model: etree._Element) -> dict[str, str]:
    """Give the texts of the language that a form is shown in first, by their keys."""
    languages = model.findall(f"{XFORMS}itext/{XFORMS}translation")
    chosen = next((each for each in languages if each.get("default")), languages[0] if languages else None)
    chosen = next((each for each in languages if _is_chinese(each.get("lang", ""))), chosen)
    if chosen is None:
        return {}
    found = {}
    for text in chosen.findall(f"{XFORMS}text"):
        values = [value for value in text.findall(f"{XFORMS}value") if value.get("form") is None]
        found[text.get("id", "")] = _plain(values[0]) if values else ""
    return found


def _is_chinese(language: str) -> bool:
    return "zh" in language.lower() or "中文" in language or "汉" in language


def _items(instance: etree._Element) -> Iterator[Mapping[str, str]]:
    for item in instance.iter(f"{XFORMS}item"):
        yield {local_name(column): (column.text or "").strip() for column in item}


def _plain(element: etree._Element) -> str:
    """Give the words of a label; what is put in while filling in is a gap."""
    parts = [element.text or ""]
    for child in element:
        parts += ["…", child.tail or ""]
    return " ".join("".join(parts).split())


def _unshuffled(nodes: str) -> str:
    text = nodes.strip()
    if not text.startswith("randomize("):
        return text
    return text.removeprefix("randomize(").rpartition(")")[0].partition(",")[0]
