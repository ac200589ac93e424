"""OpenFisca on the ten rules: arrays for everybody, and one family traced; unknown is no, as it knows no other way."""

import time
from typing import Any

import duckdb
import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.policy_data import AS_OF, FACTS

PERIOD = AS_OF.strftime("%Y-%m")
ADULT, LEFT_BEHIND, YOUNG = 18, 16, 8
FIRST_CHILD = 3
Person = build_entity(key="person", plural="persons", label="person", is_person=True)
Family = build_entity(
    key="family",
    plural="families",
    label="family",
    roles=[
        {"key": "father", "plural": "fathers", "label": "father", "max": 1},
        {"key": "mother", "plural": "mothers", "label": "mother", "max": 1},
        {"key": "member", "plural": "members", "label": "member"},
    ],
)


def _variable(name: str, formula: Any = None, entity: Any = Person, value_type: type = bool) -> type[Variable]:
    body = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def _of(role: str, name: str) -> Any:
    """Return a family's formula: the fact of its father or mother."""
    return lambda family, period: getattr(family, role)(name, period)


def _gone(person: Any, period: Any) -> Any:
    return person("dead", period) | person("missing", period)


def _incapable(person: Any, period: Any) -> Any:
    facts = [person(name, period) for name in ("disabled", "ill", "confined", "lost", "revoked")]
    return facts[0] | facts[1] | facts[2] | facts[3] | facts[4]


def _minor(person: Any, period: Any) -> Any:
    return (person("age", period) < ADULT) & numpy.logical_not(person("dead", period))


def _families(person: Any, period: Any, *names: str) -> list[Any]:
    return [person.family(name, period) for name in names]


def _orphan(person: Any, period: Any) -> Any:
    father, mother = _families(person, period, "father_gone", "mother_gone")
    return person("minor", period) & ~person("adopted", period) & father & mother


def _unattended(person: Any, period: Any) -> Any:
    f_gone, f_inc, m_gone, m_inc = _families(
        person, period, "father_gone", "father_incapable", "mother_gone", "mother_incapable"
    )
    pairs = (f_inc & m_inc) | (f_gone & m_inc) | (f_inc & m_gone)
    return person("minor", period) & ~person("adopted", period) & pairs


def _severe(person: Any, period: Any) -> Any:
    return person("minor", period) & (person("disabled", period) | person("ill", period))


def _poor(person: Any, period: Any) -> Any:
    return person("minor", period) & person("poor", period)


def _left_behind(person: Any, period: Any) -> Any:
    f_gone, f_inc, f_away, m_gone, m_inc, m_away = _families(
        person,
        period,
        "father_gone",
        "father_incapable",
        "father_away",
        "mother_gone",
        "mother_incapable",
        "mother_away",
    )
    f_bad, m_bad = f_gone | f_inc, m_gone | m_inc
    left = (f_away & ~f_bad & m_away & ~m_bad) | (f_away & ~f_bad & m_bad) | (m_away & ~m_bad & f_bad)
    return person("minor", period) & (person("age", period) < LEFT_BEHIND) & person("rural", period) & left


def _half_orphan(person: Any, period: Any) -> Any:
    father, mother = _families(person, period, "father_gone", "mother_gone")
    return person("minor", period) & (father | mother)


def _parent_confined(person: Any, period: Any) -> Any:
    father, mother = _families(person, period, "father_confined", "mother_confined")
    return person("minor", period) & (father | mother)


def _alone(person: Any, period: Any) -> Any:
    f_gone, f_inc, f_away, m_gone, m_inc, m_away = _families(
        person,
        period,
        "father_gone",
        "father_incapable",
        "father_away",
        "mother_gone",
        "mother_incapable",
        "mother_away",
    )
    return person("minor", period) & (f_gone | f_inc | f_away) & (m_gone | m_inc | m_away)


def _young(person: Any, period: Any) -> Any:
    father, mother = _families(person, period, "father_incapable", "mother_incapable")
    return person("minor", period) & (person("age", period) < YOUNG) & (father | mother)


def _poor_half_orphan(person: Any, period: Any) -> Any:
    return person("bench_poor", period) & person("bench_half_orphan", period)


RULES = {
    "bench_orphan": _orphan,
    "bench_unattended": _unattended,
    "bench_severe": _severe,
    "bench_poor": _poor,
    "bench_left_behind": _left_behind,
    "bench_half_orphan": _half_orphan,
    "bench_parent_confined": _parent_confined,
    "bench_alone": _alone,
    "bench_young": _young,
    "bench_poor_half_orphan": _poor_half_orphan,
}


def law() -> TaxBenefitSystem:
    """Return the ten rules as OpenFisca wants them."""
    system = TaxBenefitSystem([Person, Family])
    for name in (*FACTS, "rural"):
        system.add_variable(_variable(name))
    system.add_variable(_variable("age", value_type=int))
    for name, formula in (("gone", _gone), ("incapable", _incapable), ("minor", _minor), *RULES.items()):
        system.add_variable(_variable(name, formula))
    for role in ("father", "mother"):
        for name in ("gone", "incapable", "away", "confined"):
            system.add_variable(_variable(f"{role}_{name}", _of(role, name), Family))
    return system


# Both engines have their law loaded before the clock starts.
SYSTEM = law()


def _load(system: TaxBenefitSystem, person: str, families: str = "") -> tuple[Simulation, Any]:
    known = ", ".join(f"coalesce({name} = 1, FALSE) AS {name}" for name in FACTS)
    columns = duckdb.execute(f"""
        SELECT person, family, slot, date_sub('year', born_on, DATE '{AS_OF}') AS age,
               hukou_type = 'AGRICULTURAL' AS rural, {known}
        FROM '{person}' {families} ORDER BY person
    """).fetchnumpy()
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", columns["person"])
    family = builder.declare_entity("family", numpy.unique(columns["family"]))
    roles = numpy.array(["father", "mother", "member"])[numpy.minimum(columns["slot"], 2)]
    builder.join_with_persons(family, columns["family"], roles)
    simulation = builder.build(system)
    for name in (*FACTS, "rural", "age"):
        simulation.set_input(name, PERIOD, columns[name])
    return simulation, columns


def everybody(person: str, out: str) -> dict[str, Any]:
    """Compute ten rules for everybody and store the children's answers."""
    began = time.perf_counter()
    simulation, columns = _load(SYSTEM, person)
    loaded = time.perf_counter()
    answers = {name: simulation.calculate(name, PERIOD) for name in RULES}
    computed = time.perf_counter()
    children = columns["slot"] >= FIRST_CHILD
    kept = {"person": columns["person"][children]} | {name: answer[children] for name, answer in answers.items()}
    with duckdb.connect() as connection:
        connection.register("kept", kept)
        connection.execute(f"COPY (FROM kept) TO '{out}' (FORMAT parquet)").fetchall()
    stored = time.perf_counter()
    return {"answers": out, "steps": {"load": loaded - began, "compute": computed - loaded, "store": stored - computed}}


def one_child(person: str, times: int) -> dict[str, Any]:
    """Trace families one after another and print the log of ten rules; seconds for each child."""
    asked = duckdb.execute(
        f"SELECT DISTINCT family FROM '{person}' WHERE slot = 3 USING SAMPLE reservoir({times} ROWS) REPEATABLE (1)"
    ).fetchall()
    took, lines = 0.0, 0
    for (family,) in asked:
        simulation, _ = _load(SYSTEM, person, f"WHERE family = {family}")
        began = time.perf_counter()
        simulation.trace = True
        for name in RULES:
            simulation.calculate(name, PERIOD)
        lines += len(simulation.tracer.computation_log.lines())
        took += time.perf_counter() - began
    return {"per_child": took / len(asked), "lines": lines / len(asked), "wall": took}
