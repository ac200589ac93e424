"""Tags of the pages about money (待遇用语标签)."""

from django import template

from gonghu.interfaces.desk.applications.words import application_mark, role_shown
from gonghu.standards.masking import masked_name

register = template.Library()
register.simple_tag(application_mark)
register.filter("role_shown", role_shown)
register.filter("masked_name", masked_name)
