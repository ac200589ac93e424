"""What hangs on nothing but the language is written while a template is read; all else as Django does."""

import re
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import NoReverseMatch, get_script_prefix, set_script_prefix
from django.utils import translation

import gonghu

MIXED = (
    '{% load page_parts %}{% translate "儿童" %}|{% translate said %}|{% translate "任务" as kept %}{{ kept }}'
    '|{% url "desk:children" %}|{% url "desk:task" key %}|{% icon "x" %}|{% icon drawn %}'
)
KEY = "00000000-0000-0000-0000-000000000007"


def test_a_tag_with_nothing_but_texts_is_text_and_says_the_same_in_each_language() -> None:
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            read = Engine.get_default().from_string(MIXED)
            said[language] = read.render(Context({"said": "儿童", "key": KEY, "drawn": "x"})).split("|")
        tags = [type(node).__name__ for node in read.nodelist if not isinstance(node, TextNode)]
        assert tags == ["LoadNode", "TranslateNode", "TranslateNode", "VariableNode", "URLNode", "SimpleNode"]
        # What is written at once is what would be said later.
        assert said[language][0] == said[language][1]
    assert said["zh-hans"][:5] == ["儿童", "儿童", "任务", "/children/", f"/tasks/{KEY}/"]
    assert said["en"][:2] == ["Children", "Children"]
    assert said["en"][5] == said["en"][6]
    assert said["en"][5].startswith('<svg class="icon"')


def test_no_page_gets_the_slow_tags_back() -> None:
    templates = list(Path(gonghu.__file__).parent.rglob("*.html"))
    assert len(templates) > 100
    assert [path for path in templates if re.search(r"{% load [^%]*i18n", path.read_text(encoding="utf-8"))] == []


def test_a_template_is_kept_for_each_language_and_each_path_of_the_site() -> None:
    def footer() -> str:
        return render_to_string("desk/parts/none_match.html", {"title": "t", "list_address": "/x"})

    with translation.override("en"):
        english = footer()
    with translation.override("zh-hans"):
        assert "清除筛选" in footer()
    assert "清除筛选" not in english
    within = get_script_prefix()
    set_script_prefix("/gonghu/")
    try:
        assert 'href="/gonghu/tasks/"' in render_to_string("desk/tasks/tabs.html")
    finally:
        set_script_prefix(within)
    assert 'href="/tasks/"' in render_to_string("desk/tasks/tabs.html")


@override_settings(ROOT_URLCONF="gonghu.config.urls")
def test_an_address_that_leads_nowhere_is_refused_only_where_it_is_shown() -> None:
    read = Engine.get_default().from_string('{% if shown %}{% url "desk:nowhere" %}{% endif %}there')
    assert read.render(Context()) == "there"
    with pytest.raises(NoReverseMatch):
        read.render(Context({"shown": True}))
