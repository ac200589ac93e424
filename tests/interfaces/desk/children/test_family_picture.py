"""The picture of a family: everybody once, elders above, nobody upon another."""

from itertools import combinations
from uuid import UUID, uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghu.interfaces.desk.children.family_picture import (
    BOX_HEIGHT,
    BOX_WIDTH,
    Relative,
    Tie,
    family_picture,
    generations,
)

SPACE = UUID("00000000-0000-4000-8000-000000000000")


def somebody(name: str, *, is_child: bool = False) -> Relative:
    return Relative(uuid5(SPACE, name), name, is_child=is_child)


CHILD, FATHER, MOTHER, SISTER = somebody("child", is_child=True), *map(somebody, ("father", "mother", "sister"))
GRANDFATHER, UNCLE, FRIEND = map(somebody, ("grandfather", "uncle", "friend"))
EVERYBODY = [CHILD, FATHER, MOTHER, SISTER, GRANDFATHER, UNCLE, FRIEND]
TIES = [
    Tie(CHILD.key, FATHER.key, "51", "父亲"),
    Tie(CHILD.key, MOTHER.key, "52", "母亲"),
    Tie(SISTER.key, FATHER.key, "51", "父亲"),
    Tie(FATHER.key, GRANDFATHER.key, "51", "父亲"),
    Tie(CHILD.key, UNCLE.key, "85", "舅父"),
]


def test_elders_stand_above_and_whoever_is_tied_to_nobody_beside_the_child() -> None:
    found = generations(EVERYBODY, TIES)
    named = {each.name: found[each.key] for each in EVERYBODY}
    assert named == {
        "child": 0, "father": 1, "mother": 1, "sister": 0, "grandfather": 2, "uncle": 1, "friend": 0,
    }  # fmt: skip
    picture = family_picture(EVERYBODY, TIES)
    above = {box.relative.name: box.y for box in picture.boxes}
    assert above["grandfather"] < above["father"] == above["mother"] == above["uncle"] < above["child"]
    assert above["child"] == above["sister"] == above["friend"]


def test_a_word_stands_once_at_each_elder() -> None:
    words = [line.word for line in family_picture(EVERYBODY, TIES).lines if line.word]
    assert sorted(words) == ["母亲", "父亲", "父亲", "舅父"]


def test_a_child_without_kin_is_drawn_alone_and_nobody_not_at_all() -> None:
    picture = family_picture([CHILD], [])
    assert [box.relative.name for box in picture.boxes] == ["child"]
    assert family_picture([], []).boxes == ()


TIED = st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["51", "52", "61", "20", "71", "10"]))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TIED, max_size=12))
def test_everybody_is_in_the_picture_once_and_nobody_lies_on_another(ties: list[tuple[int, int, str]]) -> None:
    people = [somebody(str(number), is_child=number == 0) for number in range(10)]
    drawn = [Tie(people[of].key, people[to].key, code, "亲") for of, to, code in ties if of != to]
    picture = family_picture(people, drawn)
    assert sorted(box.relative.name for box in picture.boxes) == [str(number) for number in range(10)]
    assert len(picture.lines) == len(drawn)
    for one, other in combinations(picture.boxes, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
    assert all(
        0 < box.x < picture.width - BOX_WIDTH and 0 < box.y < picture.height - BOX_HEIGHT for box in picture.boxes
    )
