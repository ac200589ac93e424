"""A child's family as the picture shows it (家庭关系图内容)."""

from django.utils.translation import gettext as _

from gonghu.domain.people.queries import ChildFile
from gonghu.domain.people.queries.family import FamilyPerson
from gonghu.interfaces.desk.children.family_picture import FamilyPicture, Relative, Tie, family_picture


def family_shown(file: ChildFile) -> FamilyPicture:
    """Draw the family of a file, with what may be told of everybody."""
    child = Relative(file.child.pk, file.name, (_("儿童本人"),), is_child=True)
    relatives = [child, *(_relative(member) for member in file.family.members)]
    ties = [Tie(tie.person, tie.relative, tie.relation, tie.relation_name) for tie in file.family.ties]
    return family_picture(relatives, ties)


def _relative(member: FamilyPerson) -> Relative:
    """Show somebody with what the person is to the child, and the last circumstance that may be told."""
    told = [each.words for each in member.circumstances if each.to_on is None]
    notes = (member.relation_name, *told[:1])
    return Relative(member.key, member.name, notes, is_dead=member.died_on is not None)
