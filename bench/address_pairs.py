"""Invented pairs of Indian addresses whose relation is known, for `bench/addresses.py`.

    python bench/address_pairs.py SEED > pairs.tsv

`bench/address_pairs.tsv` was written once with seed 20261124 and then read through by hand (its lines are the labelled
set; this program is how they came about, and makes fresh sets). Half of the pairs are one address in two people's
hands; the rest differ in the building, the locality or the city and are as alike otherwise as such neighbours are. The
abbreviations and misspellings here are this file's own, not the simulator's tables.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

BUILDINGS = {
    1: "Silver Oak|Neelkanth|Green Acre|Shanti|Blue Ridge|Sai Krupa|Ashirwad|Palm Grove|Lotus|Emerald|Suvarna|Gokul Dham",
    2: "Sunrise|Kohinoor|Maple Leaf|Om Shakti|Rain Tree|Vasant|Hill Crest|Marigold|Tulsi|Pearl|Orchid|Nandan Van",
}
BUILDING_WORDS = "Apartments|Residency|Towers|Complex|Heights|Society|Enclave|Building|Chambers|Plaza|Bhavan|Niwas"
STREETS = {
    1: "MG Road|Station Road|4th Cross|Temple Street|Nehru Marg|2nd Main Road|Church Street|Tilak Road|Canal Road|Mill Lane",
    2: "SV Road|Hospital Road|7th Cross|Bazaar Street|Ambedkar Road|5th Main Road|Subhash Marg|Park Street|Lake Road|Tank Lane",
}
LOCALITIES = {
    1: "Gandhi Nagar|Vijay Nagar|Ashok Vihar|Laxmi Colony|Shivaji Park|Rajendra Nagar|Koteshwar|Hanuman Layout|Malkapet|Sector 9",
    2: "Indira Colony|Patel Nagar|Saket Vihar|Ram Nagar|Kamala Layout|Subhash Nagar|Bhimpura|Teachers Colony|Anandpur|Sector 21",
}
#: City, another name of it, state, the state's short form, first four digits of a PIN there.
CITIES = {
    1: [
        ("Bangalore", "Bengaluru", "Karnataka", "KA", "5600"),
        ("Mumbai", "Bombay", "Maharashtra", "MH", "4000"),
        ("Pune", "Poona", "Maharashtra", "MH", "4110"),
        ("Chennai", "Madras", "Tamil Nadu", "TN", "6000"),
        ("Hyderabad", "Hyd", "Telangana", "TS", "5000"),
        ("Jaipur", "Jaipur City", "Rajasthan", "Raj", "3020"),
        ("Nellore", "Nellore", "Andhra Pradesh", "AP", "5240"),
        ("Bhilwara", "Bhilwara", "Rajasthan", "RJ", "3110"),
    ],
    2: [
        ("Kolkata", "Calcutta", "West Bengal", "WB", "7000"),
        ("Mysuru", "Mysore", "Karnataka", "KA", "5700"),
        ("Ahmedabad", "Amdavad", "Gujarat", "GJ", "3800"),
        ("Kochi", "Cochin", "Kerala", "KL", "6820"),
        ("New Delhi", "Delhi", "Delhi", "Delhi", "1100"),
        ("Lucknow", "Lucknow", "Uttar Pradesh", "UP", "2260"),
        ("Bhubaneswar", "Bhubaneshwar", "Odisha", "Orissa", "7510"),
        ("Sangli", "Sangli", "Maharashtra", "MH", "4160"),
    ],
}
UNITS = ["Flat No. {}", "Flat {}", "House No. {}", "{}", "Plot No {}", "H.No. {}", "D.No. {}", "No. {}", "#{}"]
LANDMARKS = ["Near Bus Stand", "Opp. State Bank", "Behind Post Office", "Near Water Tank", "Opposite Government School"]
FLOORS = ["Ground Floor", "1st Floor", "Second Floor", "3rd Flr", "II Floor"]
SHORT = {
    "Apartments": "Apts|Apt.|Aptmts",
    "Residency": "Resdcy|Residncy",
    "Towers": "Twrs|Tower",
    "Complex": "Cmplx|Complx.",
    "Society": "Soc.|Socty",
    "Building": "Bldg|Bldg.",
    "Road": "Rd|Rd.",
    "Street": "St|St.|Strt",
    "Nagar": "Ngr|Nagr",
    "Colony": "Col.|Clny",
    "Layout": "Lyt|Layout",
    "Cross": "Crs|Cross",
    "Marg": "Mg.|Marg",
    "Sector": "Sec|Sec.",
    "Floor": "Flr|Fl.",
    "Flat": "Flt|Flat",
    "House": "Hse|H",
    "Main": "Mn.|Main",
    "Opposite": "Opp|Opp.",
    "Near": "Nr|Nr.",
    "Behind": "Bhd|B/h",
    "Heights": "Hts|Hghts",
    "Enclave": "Encl|Enclv",
    "MG": "Mahatma Gandhi|M.G.|M G",
    "SV": "Swami Vivekananda|S.V.|S V",
    "Laxmi": "Lakshmi|Laxmi",
    "Second": "2nd|IInd",
    "4th": "4|Fourth|IV",
    "Government": "Govt",
}
MISREAD = {
    "o": "0",
    "O": "0",
    "l": "1",
    "i": "l",
    "S": "5",
    "B": "8",
    "0": "O",
    "1": "l",
    "5": "S",
    "8": "B",
    "m": "rn",
    "n": "ri",
    "e": "c",
    "a": "o",
    "h": "b",
    "t": "l",
    "g": "q",
}
CONDITIONS = ("typed", "abbreviated", "ocr")
RELATIONS = {"same": 100, "other building": 34, "other locality": 33, "other city": 33}


@dataclass(frozen=True)
class Pair:
    relation: str
    condition: str
    a: str
    b: str


@dataclass(frozen=True)
class Home:
    unit: str
    number: str
    floor: str
    building: str
    street: str
    locality: str
    landmark: str
    city: tuple[str, str, str, str, str]
    pin: str


class Maker:
    """Pairs from a seed; `half` chooses which half of the names they are made of."""

    def __init__(self, seed: int, half: int) -> None:
        self.random = random.Random(seed)
        self.half = half

    def pairs(self) -> Iterator[Pair]:
        for relation, count in RELATIONS.items():
            for at in range(count):
                condition = CONDITIONS[at % len(CONDITIONS)]
                home = self.home()
                other = home if relation == "same" else getattr(self, relation.replace(" ", "_"))(home)
                yield Pair(relation, condition, self.written(home), self.rewritten(other, condition))

    def one(self, names: str) -> str:
        return self.random.choice(names.split("|"))

    def number(self) -> str:
        pick = self.random.randint
        plain = f"{pick(1, 480)}"
        forms = (
            plain,
            f"{pick(101, 909)}",
            f"{pick(1, 40)}-{pick(1, 30)}-{pick(1, 99)}",
            f"{pick(1, 99)}/{pick(1, 12)}",
        )
        letter = self.random.choice("ABCDE")
        lettered = (f"{letter}-{pick(1, 120)}", f"{letter}{pick(101, 909)}", f"{pick(1, 90)}{letter}")
        return self.random.choice((*forms, plain, *lettered))

    def building(self) -> str:
        return f"{self.one(BUILDINGS[self.half])} {self.one(BUILDING_WORDS)}"

    def home(self) -> Home:
        chance = self.random.random
        city = self.random.choice(CITIES[self.half])
        return Home(
            unit=self.random.choice(UNITS),
            number=self.number(),
            floor=self.random.choice(FLOORS) if chance() < 0.25 else "",
            building=self.building() if chance() < 0.7 else "",
            street=self.one(STREETS[self.half]) if chance() < 0.75 else "",
            locality=self.one(LOCALITIES[self.half]),
            landmark=self.random.choice(LANDMARKS) if chance() < 0.3 else "",
            city=city,
            pin=f"{city[4]}{self.random.randint(1, 99):02}",
        )

    def other_building(self, home: Home) -> Home:
        number = next(number for number in iter(self.number, "") if number != home.number)
        names = iter(self.building, "")
        building = next(name for name in names if name.split()[0] != home.building.split()[0]) if home.building else ""
        return replace(home, number=number, building=building, floor="", landmark="")

    def other_locality(self, home: Home) -> Home:
        locality = next(name for name in iter(lambda: self.one(LOCALITIES[self.half]), "") if name != home.locality)
        pin = f"{home.city[4]}{(int(home.pin[4:]) + self.random.randint(3, 60)) % 99 + 1:02}"
        building = self.building() if home.building else ""
        number = self.number() if self.random.random() < 0.6 else home.number
        return replace(home, locality=locality, pin=pin, building=building, number=number, landmark="")

    def other_city(self, home: Home) -> Home:
        city = next(city for city in iter(lambda: self.random.choice(CITIES[self.half]), None) if city != home.city)
        number = self.number() if self.random.random() < 0.5 else home.number
        return replace(home, city=city, pin=f"{city[4]}{home.pin[4:]}", number=number, landmark="")

    def written(self, home: Home) -> str:
        """In full, as on a certificate."""
        city, _, state, _, _ = home.city
        street = [home.unit.format(home.number), home.floor, home.building, home.street, home.landmark, home.locality]
        return ", ".join(filter(None, [*street, city, state])) + f" - {home.pin}"

    def rewritten(self, home: Home, condition: str) -> str:
        """As another hand or a scanner gives it: with other parts left out, and damage of one kind."""
        chance, pick = self.random.random, self.random.choice
        name, alias, state, short, _ = home.city
        abbreviated = condition == "abbreviated"
        home = replace(home, unit=pick(UNITS)) if condition != "ocr" else home
        parts = [home.unit.format(home.number), home.floor, home.building, home.street]
        parts += [home.landmark if chance() < 0.5 else "", home.locality]
        droppable = [at for at in (1, 2, 3) if parts[at] and sum(map(bool, parts)) > 3]
        if droppable and chance() < (0.15 if condition == "ocr" else 0.45):
            parts[pick(droppable)] = ""
        if condition == "typed" and chance() < 0.25:
            parts[2], parts[3] = parts[3], parts[2]
        parts.append(alias if chance() < (0.8 if abbreviated else 0.2) else name)
        if chance() < 0.5:
            parts.append(short if abbreviated else state)
        comma = ", " if chance() < 0.7 else " "
        text = comma.join(filter(None, parts))
        if chance() < 0.75:
            text += pick([" - {}", " {}", "-{}", ", PIN {}"]).format(home.pin)
        if abbreviated:
            text = " ".join(self.shortened(word) for word in text.split())
        return self.misread(text) if condition == "ocr" else self.mistyped(text)

    def shortened(self, word: str) -> str:
        bare = word.rstrip(",")
        return self.one(SHORT[bare]) + word[len(bare) :] if bare in SHORT and self.random.random() < 0.85 else word

    def mistyped(self, text: str) -> str:
        text = {0: text.upper(), 1: text.lower()}.get(self.random.randrange(4), text)
        for _ in range(self.random.choice([0, 0, 1, 2])):
            at = self.random.randrange(len(text) - 1)
            if text[at : at + 2].isalpha():
                text = self.random.choice(
                    [text[:at] + text[at + 1 :], text[:at] + text[at + 1] + text[at] + text[at + 2 :]]
                )
        return text

    def misread(self, text: str) -> str:
        out = []
        for character in text:
            roll = self.random.random()
            if roll < 0.06 and character in MISREAD:
                out.append(MISREAD[character])
            elif roll < 0.10 and character in ", .":
                out.append("" if character == " " else " ")
            elif roll < 0.015 and character.isalpha():
                out.append(character + " ")
            else:
                out.append(character)
        return "".join(out)


def main() -> None:
    for pair in Maker(int(sys.argv[1]), 1).pairs():
        print(pair.relation, pair.condition, pair.a, pair.b, sep="\t")


if __name__ == "__main__":
    main()
