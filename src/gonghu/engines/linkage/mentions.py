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
        return f"CASE WHEN {self.key} IS NULL AND {self.other_number} IS NOT NULL THEN 'OTHER' ELSE {self.number}_state END"

    @property
    def label(self) -> str:
        """The name under which links of this mention are kept."""
        return f"{self.kind}.{self.role}"


REGISTER = "household_register"
CERTIFICATE = "birth_certificate"

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

_REGISTER_PLACE = {"place": "division_code", "household": "household"}

MENTIONS = (
    Mention(
        REGISTER, "subject", "name", "id_number", born="born_on", sex="sex", sole=True, **_REGISTER_PLACE
    ),
    Mention(REGISTER, "father", "father_name", "father_id", sex="'1'", **_REGISTER_PLACE),
    Mention(REGISTER, "mother", "mother_name", "mother_id", sex="'2'", **_REGISTER_PLACE),
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


def mentions_in(kinds: set[str]) -> tuple[Mention, ...]:
    """Return the mentions of the kinds that were delivered."""
    return tuple(mention for mention in MENTIONS if mention.kind in kinds)


def related(mentions: tuple[Mention, ...]) -> tuple[tuple[Mention, Mention], ...]:
    """Return every ordered pair of roles that stand in one row: each is a relative of the other."""
    return tuple(
        (one, other)
        for one in mentions
        for other in mentions
        if one.kind == other.kind and one.role != other.role
    )


def mention_number(mention: Mention) -> int:
    """Return the number of a mention, from 1; it is the head of the row keys."""
    return MENTIONS.index(mention) + 1


def row_key(mention: Mention) -> str:
    """Return SQL for the key of a row in one role: which mention, which sheet, which row."""
    return f"CAST({mention_number(mention)} AS BIGINT) * 1000000000000 + CAST(file_no AS BIGINT) * 100000000 + row_no"
