"""What is written about access (权限的写入): accounts, posts, roles, grants, emergencies, readings, privacy."""

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
from gonghu.domain.access.operations.consents import consents_follow_child, record_consent, withdraw_consent
from gonghu.domain.access.operations.devices import (
    hand_in_rescue,
    meet_device,
    register_device,
    reopen_device,
    seal_device,
    unlock_device,
)
from gonghu.domain.access.operations.emergencies import break_glass, miss_break_glass, review_break_glass
from gonghu.domain.access.operations.exporting import record_export
from gonghu.domain.access.operations.factors import (
    confirm_second_factor,
    give_code,
    remove_second_factor,
    start_second_factor,
)
from gonghu.domain.access.operations.grants import ask_access, end_access, sign_access
from gonghu.domain.access.operations.posts import appoint, close_post, hand_over_post, set_up_post, vacate_post
from gonghu.domain.access.operations.purposes import assess_purpose, end_purpose, register_purpose
from gonghu.domain.access.operations.reading import record_area_reading, record_reading
from gonghu.domain.access.operations.retention import decide_retention, set_retention
from gonghu.domain.access.operations.roles import allow, forbid
from gonghu.domain.access.operations.signing_in import sign_in, unlock_account
from gonghu.domain.access.operations.telephone_keys import sign_in_with_telephone
from gonghu.domain.access.operations.wechat import (
    bind_wechat,
    give_wechat_ticket,
    invite_wechat,
    leave_wechat,
    sign_in_with_wechat,
    unbind_wechat,
)

__all__ = [
    "allow",
    "appoint",
    "ask_access",
    "assess_purpose",
    "assign_children",
    "bind_wechat",
    "break_glass",
    "change_password",
    "close_post",
    "confirm_second_factor",
    "consents_follow_child",
    "create_account",
    "decide_retention",
    "disable_account",
    "enable_account",
    "end_access",
    "end_purpose",
    "end_sessions",
    "forbid",
    "give_code",
    "give_wechat_ticket",
    "hand_in_rescue",
    "hand_over_post",
    "invite_wechat",
    "leave_wechat",
    "make_login_card",
    "meet_device",
    "miss_break_glass",
    "record_area_reading",
    "record_consent",
    "record_export",
    "record_reading",
    "register_device",
    "register_purpose",
    "release_children",
    "remove_second_factor",
    "reopen_device",
    "reset_password",
    "review_break_glass",
    "seal_device",
    "set_retention",
    "set_up_post",
    "sign_access",
    "sign_in",
    "sign_in_with_card",
    "sign_in_with_telephone",
    "sign_in_with_wechat",
    "start_second_factor",
    "unbind_wechat",
    "unlock_account",
    "unlock_device",
    "vacate_post",
    "withdraw_consent",
    "withdraw_login_cards",
]
