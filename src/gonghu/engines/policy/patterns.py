"""
Statements that evaluate the law once per distinct pattern of facts (事实组合) instead of once per child.

A city's children show a few thousand patterns; each gets a number, every condition node is worked out for it
once, and a child's reasons are then one number.
"""

from gonghu.engines.policy.expression_sql import constant, literal, render
from gonghu.engines.policy.law import Law
from gonghu.engines.policy.network import FlagFact, Gate, Network
from gonghu.engines.policy.states import FACTS_PER_WORD, Layout
from gonghu.engines.statements import Statement

_JOINS = {"all": " AND ", "any": " OR "}
_NEXT = ",\n  "


def pattern_statements(law: Law, network: Network, layout: Layout, prefix: str) -> list[Statement]:
    """Return the statements that create child_key, pattern and reason."""
    words = key_columns(network, layout)
    same = " AND ".join(f"k.{word} = p.{word}" for word in words)
    return [
        Statement(
            f"{prefix}child_key",
            "每名儿童一行：本人、父亲、母亲的状态整数，加年龄等本人条件",
            f"CREATE OR REPLACE TABLE {prefix}child_key AS\n{_child_key(law, network, layout, prefix)}",
        ),
        Statement(
            f"{prefix}pattern_key",
            "不同的事实组合，各给一个编号",
            f"CREATE OR REPLACE TABLE {prefix}pattern_key AS\n"
            f"SELECT ROW_NUMBER() OVER (ORDER BY {', '.join(words)}) AS pattern, {', '.join(words)}, children\n"
            f"FROM (SELECT {', '.join(words)}, COUNT(*) AS children FROM {prefix}child_key"
            f" GROUP BY {', '.join(words)}) AS distinct_keys",
        ),
        Statement(
            f"{prefix}pattern",
            "每个事实组合一行：每个条件是、否或不明（空）",
            f"CREATE OR REPLACE TABLE {prefix}pattern AS\n{_evaluated(network, layout, prefix)}",
        ),
        Statement(
            f"{prefix}reason",
            "每名儿童的理由：组合编号，据此可打印整棵条件树",
            f"CREATE OR REPLACE TABLE {prefix}reason AS\n"
            f"SELECT k.person, k.age, k.father, k.mother, p.pattern\nFROM {prefix}child_key AS k"
            f" JOIN {prefix}pattern_key AS p ON {same}",
        ),
    ]


def key_columns(network: Network, layout: Layout) -> list[str]:
    """Return the whole-number columns that make up a pattern."""
    parents = [f"{role}_{n}" for role in ("father", "mother") for n in range(max(1, layout.words(role)))]
    child = [f"child_{n}" for n in range(layout.words("child"))]
    own = [f"own_{n}" for n in range(-(-len(network.own_tests) // FACTS_PER_WORD))]
    return parents + child + own


def _child_key(law: Law, network: Network, layout: Layout, prefix: str) -> str:
    selected = ["c.person", "c.age", "c.father", "c.mother"]
    for role in ("father", "mother"):
        # A parent nobody could identify has no state at all, which is not the same as a state of no.
        selected += [
            f"CASE WHEN c.{role} IS NULL THEN -1 ELSE COALESCE({role}.word_{n}, 0) END AS {role}_{n}"
            for n in range(layout.words(role))
        ] or [f"CASE WHEN c.{role} IS NULL THEN -1 ELSE 0 END AS {role}_0"]
    selected += [f"COALESCE(self.word_{n}, 0) AS child_{n}" for n in range(layout.words("child"))]
    selected += _own_words(law, network)
    return (
        "SELECT " + _NEXT.join(selected) + f"\nFROM (\n{_child_rows(law)}\n) AS c\n"
        f"LEFT JOIN {prefix}person_state AS father ON father.person = c.father\n"
        f"LEFT JOIN {prefix}person_state AS mother ON mother.person = c.mother\n"
        f"LEFT JOIN {prefix}child_state AS self ON self.person = c.person"
    )


def _child_rows(law: Law) -> str:
    """The child with the columns conditions may compare; age is in whole years on the day (周岁)."""
    year, day = law.as_of.year, law.as_of.month * 100 + law.as_of.day
    birthday = "EXTRACT(MONTH FROM p.born_on) * 100 + EXTRACT(DAY FROM p.born_on)"
    return (
        "SELECT c.person, c.father, c.mother, c.father_named, c.mother_named, c.kinship_disputed,\n"
        "  p.sex, p.hukou_type, p.in_register, p.division_code,\n"
        f"  CAST({year} - EXTRACT(YEAR FROM p.born_on)"
        f" - CASE WHEN {birthday} > {day} THEN 1 ELSE 0 END AS INTEGER) AS age\n"
        "FROM child AS c LEFT JOIN person AS p ON p.person = c.person"
    )


def _own_words(law: Law, network: Network) -> list[str]:
    def resolve(name: str) -> str:
        return f"c.{name.removeprefix('child.')}" if name.startswith("child.") else constant(law.constants[name])

    terms: list[list[str]] = []
    for position, (_, test) in enumerate(network.own_tests.values()):
        if position % FACTS_PER_WORD == 0:
            terms.append([])
        holds, factor = render(test, resolve), 4 ** (position % FACTS_PER_WORD)
        terms[-1].append(f"COALESCE(CAST({holds} AS INTEGER) * CAST({2 * factor} AS BIGINT), {factor})")
    return [f"{' + '.join(word)} AS own_{n}" for n, word in enumerate(terms)]


def _evaluated(network: Network, layout: Layout, prefix: str) -> str:
    own = ["pattern", "children"]
    own += [f"{_bits(layout, 'child', fact)} AS child_{name}" for name, fact in _flags(network, "child")]
    own += [
        f"{_truth(f'own_{n // FACTS_PER_WORD}', 4 ** (n % FACTS_PER_WORD))} AS {column}"
        for n, (column, _) in enumerate(network.own_tests.values())
    ]
    parents = ["*"] + [
        f"CASE WHEN {role}_0 >= 0 THEN {_bits(layout, role, fact)}"
        f" WHEN {network.column_of(f'{role}.not_found')} THEN FALSE END AS {role}_{name}"
        for role in ("father", "mother")
        for name, fact in _flags(network, role)
    ]
    keys = [word for word in key_columns(network, layout) if word.startswith(("father", "mother"))]
    layers = [f"SELECT {_NEXT.join(own + keys)}\nFROM {prefix}pattern_key", _over("layer_0", parents)]
    for gates in network.layers():
        layers.append(
            _over(f"layer_{len(layers) - 1}", ["*", *(f"{_value(network, gate)} AS {gate.column}" for gate in gates)])
        )
    named = ",\n".join(f"layer_{n} AS (\n{layer}\n)" for n, layer in enumerate(layers))
    return f"WITH {named}\nSELECT * FROM layer_{len(layers) - 1}"


def _over(layer: str, selected: list[str]) -> str:
    return f"SELECT {_NEXT.join(selected)}\nFROM {layer}"


def _flags(network: Network, role: str) -> list[tuple[str, FlagFact]]:
    return list(network.record_facts[role].items())


def _bits(layout: Layout, role: str, fact: FlagFact) -> str:
    if fact not in layout.facts(role):
        return "FALSE"
    word, factor = layout.place(role, fact)
    return _truth(f"{role}_{word}", factor)


def _truth(word: str, factor: int) -> str:
    return f"CASE ({word} // {factor}) % 4 WHEN 0 THEN FALSE WHEN 1 THEN NULL ELSE TRUE END"


def _value(network: Network, gate: Gate) -> str:
    inputs = [_input(network, column) for column in gate.inputs]
    match gate.sign:
        case "constant":
            return literal(gate.constant)
        case "not":
            return f"NOT {inputs[0]}"
        case "review":
            return f"CASE WHEN NOT {inputs[0]} THEN FALSE END"
        case "undecided":
            return f"{inputs[0]} IS NULL"
        case sign:
            return _JOINS[sign].join(inputs)


def _input(network: Network, column: str) -> str:
    """A fact or named column as it stands; a branch spelled out, since its column is of the same layer."""
    gate = network.gates.get(column)
    return column if gate is None or gate.named else f"({_value(network, gate)})"
