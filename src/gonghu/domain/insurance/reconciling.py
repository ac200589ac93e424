"""
Premiums reckoned to the fen (保费对账).

Every line that was sent is enrolled, insured elsewhere, refused, or not answered; what was enrolled, at the premium of
its class, is what the insurer may ask for.
"""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, PremiumInvoice
from gonghu.domain.insurance.terms import ON_THE_INVOICE, LineState
from gonghu.standards.money import format_yuan


@dataclass(frozen=True, slots=True)
class Amount:
    """So many persons and so much money (人数和金额)."""

    persons: int = 0
    fen: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        """Add two of them."""
        return Amount(self.persons + other.persons, self.fen + other.fen)

    def __sub__(self, other: "Amount") -> "Amount":
        """Take one from the other."""
        return Amount(self.persons - other.persons, self.fen - other.fen)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The premiums of a round (保费对账)."""

    sent: Amount
    enrolled: Amount
    elsewhere: Amount
    refused: Amount
    unanswered: Amount
    waiting: Amount
    invoiced: Amount
    by_class: dict[str, Amount]

    @property
    def difference(self) -> Amount:
        """What is asked for beyond what was enrolled."""
        return self.invoiced - self.enrolled

    @property
    def problems(self) -> tuple[str, ...]:
        """Say what keeps the round from being settled; nothing where all agrees."""
        found = []
        if self.unanswered.persons:
            found.append(f"还有 {self.unanswered.persons} 人报送后没有回执")
        if not self.enrolled.persons:
            found.append("还没有人参保")
        if self.difference.persons:
            found.append(f"通知单 {self.invoiced.persons} 人，参保 {self.enrolled.persons} 人")
        if self.difference.fen:
            asked, owed = format_yuan(self.invoiced.fen), format_yuan(self.enrolled.fen)
            found.append(f"通知单 {asked} 元，应为 {owed} 元，相差 {format_yuan(self.difference.fen)} 元")
        return tuple(found)


def reckoned(enrolment: EnrolmentRound) -> Reckoning:
    """Reckon the premiums of a round, whoever sees which of its lines."""
    sums: dict[str, Amount] = {}
    classes: dict[str, Amount] = {}
    rows = EnrolmentLine.objects.everywhere("the sums of a round").filter(enrolment=enrolment)
    counted = rows.annotate(sent=Q(sent_at__isnull=False)).values_list("state", "person_class", "sent")
    for state, person_class, sent, persons, owed in counted.annotate(Count("pk"), Sum("premium_fen")).order_by():
        standard = Amount(persons, persons * int(enrolment.premiums.get(person_class, {}).get("fen", 0)))
        some = Amount(persons, owed) if state in ON_THE_INVOICE else standard
        place = _place(state, sent=sent)
        sums[place] = sums.get(place, Amount()) + some
        if sent:
            sums["sent"] = sums.get("sent", Amount()) + standard
        if place == "enrolled":
            classes[person_class] = classes.get(person_class, Amount()) + some
    invoices = PremiumInvoice.objects.everywhere("the sums of a round")
    asked = invoices.filter(enrolment=enrolment, withdrawn_at__isnull=True).values_list("persons", "amount_fen")
    invoiced = sum((Amount(persons, fen) for persons, fen in asked), Amount())
    nothing = Amount()
    return Reckoning(
        sent=sums.get("sent", nothing),
        enrolled=sums.get("enrolled", nothing),
        elsewhere=sums.get("elsewhere", nothing),
        refused=sums.get("refused", nothing),
        unanswered=sums.get("unanswered", nothing),
        waiting=sums.get("waiting", nothing),
        invoiced=invoiced,
        by_class=classes,
    )


def _place(state: str, *, sent: bool) -> str:
    if state in ON_THE_INVOICE:
        return "enrolled"
    if state == LineState.ELSEWHERE:
        return "elsewhere"
    if state == LineState.REFUSED:
        return "refused"
    return "unanswered" if sent else "waiting"
