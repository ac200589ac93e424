"""The tables of the people (人员)."""

from gonghu.domain.people.models.address import Address, Phone
from gonghu.domain.people.models.card import CardConflict, CardNote, CardWriting, RecordedItem
from gonghu.domain.people.models.care import Carer
from gonghu.domain.people.models.category import CategoryAssignment, CategoryReview
from gonghu.domain.people.models.child import Child, FormerPlace
from gonghu.domain.people.models.circumstance import Circumstance
from gonghu.domain.people.models.count import PlaceCount
from gonghu.domain.people.models.health import HealthRecord
from gonghu.domain.people.models.household import Household, HouseholdMember
from gonghu.domain.people.models.kinship import Kinship
from gonghu.domain.people.models.merge import MergedReference, PersonMerge
from gonghu.domain.people.models.number import IdentityNumber
from gonghu.domain.people.models.person import Person
from gonghu.domain.people.models.risk import RiskAssessment
from gonghu.domain.people.models.schooling import Schooling

__all__ = [
    "Address",
    "CardConflict",
    "CardNote",
    "CardWriting",
    "Carer",
    "CategoryAssignment",
    "CategoryReview",
    "Child",
    "Circumstance",
    "FormerPlace",
    "HealthRecord",
    "Household",
    "HouseholdMember",
    "IdentityNumber",
    "Kinship",
    "MergedReference",
    "Person",
    "PersonMerge",
    "Phone",
    "PlaceCount",
    "RecordedItem",
    "RiskAssessment",
    "Schooling",
]
