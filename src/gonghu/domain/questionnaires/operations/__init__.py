"""What is written about questionnaires (问卷的写入): forms and their versions, filled forms, keys."""

from gonghu.domain.questionnaires.operations.forms import (
    drop_draft,
    keep_shipped_forms,
    publish_form,
    upload_form,
    withdraw_form,
)
from gonghu.domain.questionnaires.operations.judging import judge_submissions
from gonghu.domain.questionnaires.operations.keys import end_form_key, make_form_key
from gonghu.domain.questionnaires.operations.parts import receive_file, receive_part
from gonghu.domain.questionnaires.operations.receiving import (
    keep_submissions,
    receive_submission,
    receive_submissions,
)
from gonghu.domain.questionnaires.operations.settling import (
    accept_submission,
    leave_for_care,
    send_back_submission,
)

__all__ = [
    "accept_submission",
    "drop_draft",
    "end_form_key",
    "judge_submissions",
    "keep_shipped_forms",
    "keep_submissions",
    "leave_for_care",
    "make_form_key",
    "publish_form",
    "receive_file",
    "receive_part",
    "receive_submission",
    "receive_submissions",
    "send_back_submission",
    "upload_form",
    "withdraw_form",
]
