"""Filters that hide what a page does not need to tell (脱敏): 张**, 120112********0013."""

from django import template

from gonghu.standards import masking

register = template.Library()

register.filter("masked_name", masking.masked_name)
register.filter("masked_number", masking.masked_number)
register.filter("masked_phone", masking.masked_phone)
register.filter("masked_address", masking.masked_address)
