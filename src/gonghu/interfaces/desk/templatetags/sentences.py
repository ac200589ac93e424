"""A filter for what the domain says or said once (用语翻译), known to every template."""

from django import template

from gonghu.interfaces.desk.sentences import sentence

register = template.Library()
register.filter("sentence", sentence)
