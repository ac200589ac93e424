"""Tags that show a state as a coloured word (状态标签), as the lists do."""

from django import template

from gonghu.interfaces.desk.children.rows import file_mark, risk_mark
from gonghu.interfaces.desk.findings.shown import finding_mark
from gonghu.interfaces.desk.recognitions.views import recognition_mark
from gonghu.interfaces.desk.rosters.shown import delivery_mark
from gonghu.interfaces.desk.tasks.shown import due_mark, task_mark

register = template.Library()

for shown in (file_mark, risk_mark, due_mark, task_mark, finding_mark, delivery_mark, recognition_mark):
    register.simple_tag(shown)
