"""
What kind of roster a sheet is and which column holds which field (名单识别).

Every profile claims the columns it can; the kind whose claim is worth most wins. Headers speak first, the cells may
contradict them, the title and the sheet's and file's names only settle what the columns leave open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gonghu.engines.intake.cell_shapes import ColumnShape
from gonghu.engines.intake.constants import constants_from
from gonghu.engines.intake.content_fit import contradicts, known_share, may_speak_alone, support
from gonghu.engines.intake.header_match import Fit, Found, fits
from gonghu.engines.intake.header_words import fold, fold_header
from gonghu.engines.intake.profiles import Field, FieldType, Profile

_SHORTENED = 5
_KEY_MISSING = 0.8
_STRANGE_COLUMN = 0.2
_MOST_STRANGE = 10
_FALLBACK = 0.6
_WORTHLESS = -1.0
_HINTS = {"title": 0.8, "sheet": 0.5, "file": 0.1}
_CONTENT_WORTH = 0.7
_ENOUGH_KNOWN, _TOO_FEW_KNOWN = 0.5, 0.2
IGNORABLE = frozenset({"序号", "序", "编号", "号", "NO", "ID", "备注", "说明", "行号", "顺序号", "编码", ""})


@dataclass(frozen=True)
class Surroundings:
    """What stands around the columns: title lines, sheet name, file name."""

    title: str = ""
    sheet: str = ""
    file: str = ""

    def texts(self) -> Mapping[str, str]:
        """Return the texts, nearest to the columns first."""
        return {"title": fold(self.title), "sheet": fold(self.sheet), "file": fold(self.file)}


@dataclass(frozen=True)
class Claim:
    """One profile's reading of the columns: field by column, constants, and what it is worth."""

    profile: Profile
    columns: Mapping[int, tuple[Field, Found]]
    constants: Mapping[str, str]
    worth: float
    unread: int
    """Columns with cells in them that the profile knows nothing of, nameless ones too."""

    @property
    def leaves_nothing_open(self) -> bool:
        """Whether every column is understood, by the words that stand above it alone."""
        return self.names_somebody and not self.unread and all(how == Found.ALIAS for _, how in self.columns.values())

    @property
    def names_somebody(self) -> bool:
        """Whether any column names the persons the rows are about."""
        return any(field.name in self.profile.subjects for field, _ in self.columns.values())


def claim(
    profile: Profile,
    headers: Sequence[Sequence[str]],
    shapes: Sequence[ColumnShape],
    around: Surroundings,
) -> Claim:
    """
    Return a profile's best reading of the columns.

    ``headers`` holds, for each column, its possible wordings, the fullest first.
    """
    taken = _by_headers(profile, headers, shapes)
    _by_position(profile, headers, shapes, taken)
    _by_content(profile, headers, shapes, taken)
    mapped = {field.name for field, _ in taken.values()}
    constants = constants_from(profile, mapped, around.texts())
    worth = sum(_worth(field, Fit(100, how), shapes[column]) for column, (field, how) in taken.items())
    left = [
        fold_header(headers[column][0])[0]
        for column in range(len(headers))
        if column not in taken and shapes[column].filled
    ]
    strange = [name for name in left if name not in IGNORABLE]
    worth -= _STRANGE_COLUMN * min(len(strange), _MOST_STRANGE)
    worth = _judged(profile, worth, mapped | set(constants), _hint(profile, around))
    return Claim(profile, taken, constants, worth, len(strange) + left.count(""))


def _judged(profile: Profile, worth: float, known: set[str], hint: float) -> float:
    """Weigh in what must be there: without its key columns a kind needs a word of the title, file or sheet."""
    missing = [field for field in profile.fields if field.key and field.name not in known]
    keyless = len(missing) == sum(field.key for field in profile.fields) > 0
    worthless = keyless and (not hint or any(field.type == FieldType.CODE for field in missing))
    if profile.fallback:
        # Whatever names persons by name and number is at least a list of persons.
        worth, hint = _FALLBACK + worth / 100, 0.0
        worthless = not set(profile.subjects) <= known
    return _WORTHLESS if worthless else worth + hint - _KEY_MISSING * bool(missing)


def _by_headers(
    profile: Profile, headers: Sequence[Sequence[str]], shapes: Sequence[ColumnShape]
) -> dict[int, tuple[Field, Found]]:
    offers: list[tuple[float, int, str, Field, Found]] = []
    for column, wordings in enumerate(headers):
        named = _best_fits(profile, wordings)
        for field in profile.fields:
            found = named.get(field.name)
            if found is not None and not contradicts(field, shapes[column]):
                points = found.points + support(field, shapes[column])
                offers.append((-points, column, field.name, field, found.how))
    taken: dict[int, tuple[Field, Found]] = {}
    mapped: set[str] = set()
    for _, column, name, field, how in sorted(offers, key=lambda offer: offer[:3]):
        if column not in taken and name not in mapped:
            taken[column] = (field, how)
            mapped.add(name)
    return taken


def _best_fits(profile: Profile, wordings: Sequence[str]) -> Mapping[str, Fit]:
    """Return the fields any wording names; a shortened wording counts a little less."""
    best = dict(fits(profile, wordings[0]))
    for wording in wordings[1:]:
        for name, found in fits(profile, wording).items():
            if name not in best or found.points - _SHORTENED > best[name].points:
                best[name] = Fit(found.points - _SHORTENED, found.how)
    return best


def _by_position(
    profile: Profile,
    headers: Sequence[Sequence[str]],
    shapes: Sequence[ColumnShape],
    taken: dict[int, tuple[Field, Found]],
) -> None:
    """Give a second bare “身份证号” to whoever is named in the column before it."""
    mapped = {field.name for field, _ in taken.values()}
    for column in range(1, len(headers)):
        if column in taken or column - 1 not in taken:
            continue
        before = taken[column - 1][0]
        for field in profile.fields:
            beside = field.role == before.role and {field.type, before.type} == {
                FieldType.NAME,
                FieldType.CITIZEN_ID,
            }
            bare = fold_header(headers[column][-1])[0] in field.nouns
            if beside and bare and field.name not in mapped and not contradicts(field, shapes[column]):
                taken[column] = (field, Found.POSITION)
                mapped.add(field.name)


def _by_content(
    profile: Profile,
    headers: Sequence[Sequence[str]],
    shapes: Sequence[ColumnShape],
    taken: dict[int, tuple[Field, Found]],
) -> None:
    """Give columns whose cells speak for themselves to the fields still without a column."""
    mapped = {field.name for field, _ in taken.values()}
    for field in profile.fields:
        if field.name in mapped or not may_speak_alone(field):
            continue
        free = [
            (support(field, shapes[column]), -column)
            for column in range(len(headers))
            if column not in taken and not _speaks_of_another(profile, field, headers[column][0])
        ]
        best = max(free, default=(0.0, 0))
        if best[0] >= 1.0:
            taken[-best[1]] = (field, Found.CONTENT)
            mapped.add(field.name)


def _speaks_of_another(profile: Profile, field: Field, header: str) -> bool:
    own, notes = fold_header(header)
    role, _ = profile.words.split(own, notes)
    if field.type == FieldType.CODE and role not in {other.role for other in profile.fields}:
        return False
    return role is not None and role != field.role


def _worth(field: Field, found: Fit, shape: ColumnShape) -> float:
    worth = field.weight * (_CONTENT_WORTH if found.how == Found.CONTENT else 1.0)
    if field.type == FieldType.CODE and shape.filled:
        known = known_share(field, shape)
        if known >= _ENOUGH_KNOWN:
            return worth * 1.3
        if known <= _TOO_FEW_KNOWN:
            return worth * 0.2
    return worth


def _hint(profile: Profile, around: Surroundings) -> float:
    texts = around.texts()
    return sum(points for source, points in _HINTS.items() if any(hint in texts[source] for hint in profile.hints))
