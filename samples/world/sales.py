"""One sale on credit: who buys what of whom, paid by which lender. Invoice, delivery order and labels of one loan share it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from samples.world import firms, goods, numbers, people
from samples.world.firms import Firm
from samples.world.goods import Goods
from samples.world.people import Person

FIRST, LAST = date(2024, 4, 1), date(2025, 11, 20)


@dataclass(frozen=True)
class Sale:
    """`down` is what the customer pays at once, `months` how long the rest is paid, in whole rupees and months.
    `proper`: its invoice is signed, stamped and hypothecated, as a lender asks."""

    customer: Person
    dealer: Firm
    goods: tuple[Goods, ...]
    lender: str
    number: str
    day: date
    down: int
    months: int
    loan_number: str
    proper: bool = False

    @property
    def first(self) -> Goods:
        return self.goods[0]

    @property
    def total(self) -> int:
        return sum(each.price for each in self.goods)

    @property
    def financed(self) -> int:
        return self.total - self.down

    @property
    def emi(self) -> int:
        return -(-self.financed // self.months)

    @property
    def local(self) -> bool:
        """Whether buyer and seller are of one state, so that CGST and SGST are due instead of IGST."""
        return self.customer.home.state == self.dealer.address.state


def some(rng: Random, kinds: tuple[str, ...] = ("phone",), many: int = 1, away: bool = False) -> Sale:
    """A sale of one of some kinds of goods; `away`: the seller is in any state."""
    things = tuple(goods.some(rng, rng.choice(kinds)) for _ in range(many))
    customer = people.person(rng)
    home = customer.home
    dealer = firms.dealer(rng, things[0].trade, *(() if away else (home.state, home.city)))
    day = numbers.some_date(rng, FIRST, LAST)
    prefix = "".join(word[0] for word in dealer.name.split()[:3]).upper()
    number = rng.choice(
        (
            f"{prefix}/{day.year % 100}-{day.year % 100 + 1}/{rng.randint(101, 4980)}",
            f"INV-{rng.randint(10021, 98765)}",
            f"{rng.randint(1024, 9876)}",
            f"{prefix}{day.year % 100}{rng.randint(10001, 98999)}",
            f"GST/{rng.randint(210, 8999)}",
        )
    )
    total = sum(each.price for each in things)
    down = total * rng.choice((10, 20, 25, 30)) // 100 // 100 * 100
    lender, code = rng.choice(firms.LENDERS)
    return Sale(
        customer,
        dealer,
        things,
        lender,
        number,
        day,
        down,
        rng.choice((6, 8, 10, 12, 18)),
        f"{code}{numbers.some_digits(rng, 9)}",
    )
