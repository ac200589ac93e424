"""
Where the departments' files mention people: every kind of roster, every role in its rows, as data.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """
    One role in one kind of roster: the columns that say who it is.

    ``sex`` is a column or a literal such as ``'1'`` where the role itself says it (a father).
    """

    kind: str
    role: str
    name: str
    number: str
    born: str = "CAST(NULL AS DATE)"
    sex: str = "CAST(NULL AS VARCHAR)"
    place: str = "CAST(NULL AS VARCHAR)"
    household: str = "CAST(NULL AS VARCHAR)"
    sole: bool = False
    """At most one row of the kind may be about one person (the household register)."""
    other_number: str = ""
    """A column with a passport or permit number, where the kind has one beside the citizen number."""

    @property
    def roster(self) -> str:
        """The table of cleaned rows."""
        return f"roster_{self.kind}"

    @property
    def key(self) -> str:
        """The column with the 17 digits of a valid number."""
        return f"{self.number}_key"

    @property
    def text(self) -> str:
        """SQL for what stands in the file as this person's number."""
        return f"coalesce({self.other_number}, {self.number})" if self.other_number else self.number

    @property
    def state(self) -> str:
        """SQL for the state of that number (VALID, WRONG, DAMAGED, OTHER)."""
        if not self.other_number:
            return f"{self.number}_state"
        passport_only = f"{self.key} IS NULL AND {self.other_number} IS NOT NULL"
        return f"CASE WHEN {passport_only} THEN 'OTHER' ELSE {self.number}_state END"

    @property
    def label(self) -> str:
        """The name under which links of this mention are kept."""
        return f"{self.kind}.{self.role}"


REGISTER = "household_register"
CERTIFICATE = "birth_certificate"


def _registered(
    role: str, name: str, number: str, *, sex: str, born: str = Mention.born, sole: bool = False
) -> Mention:
    """Return a role of the household register, whose rows say where and in which household people live."""
    return Mention(
        REGISTER, role, name, number, born=born, sex=sex, place="division_code", household="household", sole=sole
    )


_SUBJECT_ONLY = (
    "death",
    "court_ruling",
    "imprisonment",
    "liberty_restriction",
    "disability_certificate",
    "serious_illness",
    "lost_contact",
    "school_enrolment",
    "insurance_enrolment",
    "child_welfare_roll",
    "migrant_work",
    "temporary_aid",
    "disability_allowance",
    "bank_return",
    "hiv_infection",
    "person_list",
)

MENTIONS = (
    _registered("subject", "name", "id_number", born="born_on", sex="sex", sole=True),
    _registered("father", "father_name", "father_id", sex="'1'"),
    _registered("mother", "mother_name", "mother_id", sex="'2'"),
    Mention(CERTIFICATE, "subject", "name", "id_number", born="born_on", sex="sex"),
    Mention(CERTIFICATE, "father", "father_name", "father_id", sex="'1'"),
    Mention(CERTIFICATE, "mother", "mother_name", "mother_id", sex="'2'"),
    Mention("social_relief", "subject", "name", "id_number"),
    Mention("social_relief", "head", "head_name", "head_id"),
    Mention("adoption", "subject", "name", "id_number"),
    Mention("adoption", "adopter", "adopter_name", "adopter_id"),
    Mention("marriage", "subject", "name", "id_number"),
    Mention("marriage", "spouse", "spouse_name", "spouse_id"),
    Mention("residence_registration", "subject", "name", "id_number"),
    Mention("residence_registration", "guardian", "guardian_name", "guardian_id"),
    Mention("deportation", "subject", "name", "id_number", other_number="passport"),
    *(Mention(kind, "subject", "name", "id_number") for kind in _SUBJECT_ONLY),
)


# What a row key is made of: which mention, which sheet, which row.
MENTION_NO = "{0} // 1000000000000"
FILE_NO = "CAST(({0} // 100000000) % 10000 AS INTEGER)"
ROW_NO = "CAST({0} % 100000000 AS INTEGER)"


def mention_of(kind: str, role: str) -> Mention:
    """Return the mention of one role in one kind of roster."""
    return next(m for m in MENTIONS if m.kind == kind and m.role == role)


def mentions_in(kinds: set[str]) -> tuple[Mention, ...]:
    """Return the mentions of the kinds that were delivered."""
    return tuple(mention for mention in MENTIONS if mention.kind in kinds)


def related(mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, Mention], ...]:
    """Return every ordered pair of roles that stand in one row: each is a relative of the other."""
    return tuple(
        (one, other) for one in mentions for other in mentions if one.kind == other.kind and one.role != other.role
    )


def mention_number(mention: Mention) -> int:
    """Return the number of a mention, from 1; it is the head of the row keys."""
    return MENTIONS.index(mention) + 1


def row_key(mention: Mention, row: str = "") -> str:
    """Return SQL for the key of a row in one role: which mention, which sheet, which row."""
    prefix = f"{row}." if row else ""
    number = mention_number(mention)
    return f"CAST({number} AS BIGINT) * 1000000000000 + CAST({prefix}file_no AS BIGINT) * 100000000 + {prefix}row_no"


def row_digest(mention: Mention, row: str = "") -> str:
    """Return SQL for a digest of what a row says of somebody: the same in every later delivery of that row."""
    prefix = f"{row}." if row else ""
    columns = [mention.name, mention.number, *([mention.other_number] if mention.other_number else [])]
    said = (f"coalesce({prefix}{column}, '')" for column in columns)
    text = " || '|' || ".join(said)
    return f"md5('{mention.label}|' || {text})"
