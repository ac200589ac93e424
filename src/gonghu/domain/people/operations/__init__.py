"""What is written about people (人员的写入)."""

from gonghu.domain.people.operations.categories import assign_category, settle_categories
from gonghu.domain.people.operations.category_ends import end_category, restore_category
from gonghu.domain.people.operations.counting import count_children
from gonghu.domain.people.operations.departments import forget_departments, note_departments
from gonghu.domain.people.operations.ending import end_fact
from gonghu.domain.people.operations.files import close_file, move_child, reopen_file, seal_old_file, take_up_file
from gonghu.domain.people.operations.households import record_housemate
from gonghu.domain.people.operations.living import (
    record_circumstance,
    record_health,
    record_kin,
    record_schooling,
    set_address,
    set_carer,
    set_phone,
)
from gonghu.domain.people.operations.merging import merge_persons, split_persons
from gonghu.domain.people.operations.opening import open_files
from gonghu.domain.people.operations.persons import correct_person, issue_number, record_child
from gonghu.domain.people.operations.reviewing import (
    call_for_review,
    forget_clean,
    note_clean,
    plan_reviews,
    review_category,
    undo_review,
)
from gonghu.domain.people.operations.risk import assess_risk
from gonghu.domain.people.operations.rolls import forget_roll, recognise_by_roll
from gonghu.domain.people.operations.taking_back import take_back_files

__all__ = [
    "assess_risk",
    "assign_category",
    "call_for_review",
    "close_file",
    "correct_person",
    "count_children",
    "end_category",
    "end_fact",
    "forget_clean",
    "forget_departments",
    "forget_roll",
    "issue_number",
    "merge_persons",
    "move_child",
    "note_clean",
    "note_departments",
    "open_files",
    "plan_reviews",
    "recognise_by_roll",
    "record_child",
    "record_circumstance",
    "record_health",
    "record_housemate",
    "record_kin",
    "record_schooling",
    "reopen_file",
    "restore_category",
    "review_category",
    "seal_old_file",
    "set_address",
    "set_carer",
    "set_phone",
    "settle_categories",
    "split_persons",
    "take_back_files",
    "take_up_file",
    "undo_review",
]
