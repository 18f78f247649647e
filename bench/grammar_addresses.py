"""Addresses of many countries, as papers laid out by chance have them."""

from __future__ import annotations

from random import Random

from bench.grammar_kit import draw_word

COUNTRIES = ["IN"] * 5 + ["US", "US", "US", "GB", "DE", "DE", "FR", "CA", "AT", "ES", "NL", "IT", "AU", "TR", "CH"]
_STATES = ["CA", "NY", "TX", "WA", "PA", "Texas", "Ohio", "FL", "GA", "California", "Pennsylvania"]
INDIAN = [
    "Karnataka",
    "Maharashtra",
    "Tamil Nadu",
    "Gujarat",
    "Delhi",
    "Kerala",
    "West Bengal",
    "Rajasthan",
    "Haryana",
]
_TOWN_STREETS = {
    "FR": ["rue de", "avenue", "chemin du", "rue du", "boulevard"],
    "ES": ["Calle", "Avenida", "Camino de", "Paseo"],
    "IT": ["Via", "Viale", "Piazza", "Corso"],
}
_TOWNS = {
    "IN": ["Mumbai", "Bengaluru", "Chennai", "Pune", "Jaipur", "New Delhi", "Lucknow", "Surat", "Kochi", "Nagpur"],
    "US": ["Springfield", "San Antonio", "Los Angeles", "Portland", "Austin", "Chicago", "New York", "Dallas"],
    "CA": ["Toronto", "Hamilton", "Montreal", "Vancouver", "Mississauga"],
    "GB": ["London", "Leeds", "Leicester", "Bristol", "Manchester"],
    "DE": ["Berlin", "Hamburg", "Leipzig", "Frankfurt am Main", "München", "Musterstadt"],
    "AT": ["Wien", "Innsbruck", "Graz", "Salzburg"],
    "CH": ["Zürich", "Bern", "Basel"],
    "NL": ["Amsterdam", "Utrecht", "Rotterdam"],
    "FR": ["Paris", "Lyon", "Nantes", "Marseille"],
    "ES": ["Madrid", "Barcelona", "Sevilla", "Valencia"],
    "IT": ["Roma", "Milano", "Torino"],
    "AU": ["Sydney", "Brisbane", "Melbourne"],
    "TR": ["Istanbul", "Ankara", "Konya", "Bursa"],
}
_HOME = {
    "IN": ["India", "INDIA"],
    "US": ["United States", "USA"],
    "CA": ["Canada"],
    "GB": ["United Kingdom", "UK", "England"],
    "DE": ["Deutschland", "Germany"],
    "AT": ["Österreich", "Austria"],
    "CH": ["Schweiz", "Switzerland"],
    "NL": ["Nederland", "Netherlands"],
    "FR": ["France"],
    "ES": ["España", "Spain"],
    "IT": ["Italia", "Italy"],
    "AU": ["Australia"],
    "TR": ["Türkiye", "Turkey"],
}


def draw_address(chance: Random, country: str) -> list[str]:
    """The lines of an address as its country writes them, with or without the country."""
    if chance.random() < 0.03:
        return chance.choice(
            (
                ["Street Address", "City, ST ZIP Code"],
                ["123 Street Name", "City, State, Country"],
                ["123 Main Street", "Anytown, ST 12345"],
            )
        )
    lines = _street_and_town(chance, country)
    lines += [chance.choice(_HOME[country])] if chance.random() < 0.45 else []
    if len(lines) > 2 and chance.random() < 0.2:
        lines = [", ".join(lines[:2]), *lines[2:]]
    elif len(lines) > 2 and chance.random() < 0.1:
        lines = [*lines[:-2], ", ".join(lines[-2:])]
    if chance.random() < 0.12:
        lines = [line.upper() for line in lines]
    return [", ".join(lines)] if chance.random() < 0.1 else lines


def _street_and_town(chance: Random, country: str) -> list[str]:
    number, street = chance.randint(1, 999), draw_word(chance, True)
    town = chance.choice(_TOWNS[country]) if chance.random() < 0.5 else draw_word(chance, True)
    code = f"{chance.randint(10000, 99999)}"
    if country == "IN":
        return _indian(chance, number, street, town)
    if country in ("US", "CA", "AU"):
        ways = ["St", "Street", "Ave", "Drive", "Blvd.", "Lane", "Rd.", "Road", "Avenue"]
        lines = [f"{number} {street} {chance.choice(ways)}"]
        lines += [chance.choice([f"Suite {number}", f"Apt. {chance.randint(1, 99)}"])] if chance.random() < 0.25 else []
        state = chance.choice(_STATES)
        if country == "CA":
            district = f"{chance.choice('KLMV')}{chance.randint(1, 9)}{chance.choice('ABCE')}"
            code = f"{district} {chance.randint(1, 9)}W{chance.randint(1, 9)}"
            state = chance.choice(["ON", "QC", "BC", "Ontario"])
        elif country == "AU":
            code, state = f"{chance.randint(2000, 7999)}", chance.choice(["NSW", "QLD", "VIC", "WA"])
        place = f"{town}, {state}{chance.choice(['', '', ','])} {code}"
        return [*lines, *chance.choice(([place], [place], [place], [f"{town}, {state}", code]))]
    if country == "GB":
        letters = chance.choice(["SW", "LS", "M", "B", "EC", "BS", "S"])
        post = f"{letters}{chance.randint(1, 20)} {chance.randint(1, 9)}{chance.choice(['AB', 'RT', 'PD', 'XQ'])}"
        lines = [f"{number} {street} {chance.choice(['Street', 'Lane', 'Road', 'Way'])}"]
        return [*lines, *chance.choice(([town, post], [f"{town} {post}"], [f"{town}, {post}"]))]
    if country in ("DE", "AT", "CH", "NL"):
        end = chance.choice(["straße", "weg", "strasse", "str.", " Allee", "gasse", " Straße", "platz"])
        door = chance.choice([f"{number % 200}", f"{number % 90}{chance.choice('abc')}", f"{number % 90}/{number % 7}"])
        code = f"{code} " if country == "DE" else f"{chance.randint(1000, 9899)} "
        if country == "NL":
            end, code = chance.choice(["straat", "laan", "weg", "plein"]), f"{code}{chance.choice(['AB', 'KL', 'XD'])} "
        return [f"{street}{end} {door}", f"{chance.choice(['', '', '', f'{country}-'])}{code}{town}"]
    if country == "TR":
        lines = [
            f"{street} Mah. {draw_word(chance)} {chance.choice(['Cad.', 'Sok.', 'Caddesi', 'Sokak'])} No: {number % 200}"
        ]
        return [*lines, chance.choice([f"{code} {town} / {draw_word(chance)}", f"{town}/{draw_word(chance).upper()}"])]
    way = chance.choice(_TOWN_STREETS[country])
    first = f"{way} {street} {number % 150}" if country in ("ES", "IT") else f"{number % 150} {way} {street}"
    return [first, f"{code} {town}"]


def _indian(chance: Random, number: int, street: str, town: str) -> list[str]:
    state = chance.choice(INDIAN)
    pin = f"{chance.randint(110, 799)}{chance.choice(['', ' '])}{chance.randint(1, 99):03d}"
    doors = [f"No. {number}", f"{number}/{chance.randint(1, 40)}", f"Shop No. {number}", f"Flat {number}", f"#{number}"]
    doors += [f"{chance.choice('ABCD')}-{number}", f"{draw_word(chance)} Tower, {number}", f"Plot No. {number}"]
    door = chance.choice(doors)
    lines = [f"{door}, {street} {chance.choice(['Road', 'Street', 'Marg', 'Nagar', 'Complex', 'Industrial Area'])}"]
    if chance.random() < 0.75:
        lines.append(f"{draw_word(chance)} {chance.choice(['Nagar', 'Colony', 'Layout', 'Extension', 'Phase II'])}")
    if chance.random() < 0.2:
        lines.append(
            f"{chance.choice(['Near', 'Opp.', 'Behind'])} {draw_word(chance)} {chance.choice(['Temple', 'Bank', 'School'])}"
        )
    ends = [
        f"{town} - {pin}",
        f"{town} {pin}",
        f"{town}, {state} {pin}",
        f"{town}, {state} - {pin}",
        f"{town}",
        f"{town}, {state}",
    ]
    lines.append(chance.choice(ends))
    return [*lines, f"{state}"] if state not in lines[-1] and chance.random() < 0.2 else lines
