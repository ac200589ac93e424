"""What is written about access (权限的写入): accounts, posts, roles, grants, emergencies, readings, signing in."""

from gonghu.domain.access.operations.accounts import (
    change_password,
    create_account,
    disable_account,
    enable_account,
    end_sessions,
    reset_password,
)
from gonghu.domain.access.operations.assignments import assign_children, release_children
from gonghu.domain.access.operations.cards import make_login_card, sign_in_with_card, withdraw_login_cards
from gonghu.domain.access.operations.emergencies import break_glass, review_break_glass
from gonghu.domain.access.operations.factors import (
    confirm_second_factor,
    give_code,
    remove_second_factor,
    start_second_factor,
)
from gonghu.domain.access.operations.grants import ask_access, end_access, sign_access
from gonghu.domain.access.operations.posts import appoint, close_post, hand_over_post, set_up_post, vacate_post
from gonghu.domain.access.operations.reading import record_reading
from gonghu.domain.access.operations.roles import allow, forbid
from gonghu.domain.access.operations.signing_in import sign_in, unlock_account

__all__ = [
    "allow",
    "appoint",
    "ask_access",
    "assign_children",
    "break_glass",
    "change_password",
    "close_post",
    "confirm_second_factor",
    "create_account",
    "disable_account",
    "enable_account",
    "end_access",
    "end_sessions",
    "forbid",
    "give_code",
    "hand_over_post",
    "make_login_card",
    "record_reading",
    "release_children",
    "remove_second_factor",
    "reset_password",
    "review_break_glass",
    "set_up_post",
    "sign_access",
    "sign_in",
    "sign_in_with_card",
    "start_second_factor",
    "unlock_account",
    "vacate_post",
    "withdraw_login_cards",
]
