"""The machine-readable zone of a passport: what each place says, each check digit wrong, and what is put right by place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.documents.extract.mrz import SOURCES, Zone, digit, parse, zone
from simulator.documents.extract.sources import Context
from tests.documents.drawn import DrawnSheet, drawn_sheet

FIRST = "P<INDVERMA<<ASHA<RANI<<<<<<<<<<<<<<<<<<<<<<<"
CONTEXT = Context("PASSPORT")


def second(
    number: str = "Z1234567<", country: str = "IND", born: str = "850412", sex: str = "F", expires: str = "310101"
) -> str:
    body = f"{number}{digit(number)}{country}{born}{digit(born)}{sex}{expires}{digit(expires)}{'<' * 14}0"
    return body + str(digit(body[:10] + body[13:20] + body[21:43]))


def read(first: str = FIRST, line: str = "") -> Zone:
    found = parse(first, line or second())
    assert found is not None
    return found


def passport(first: str = FIRST, line: str = "", head: str = "REPUBLIC OF INDIA") -> list[DrawnSheet]:
    return [drawn_sheet(f"{head}\n{first}\n{line or second()}")]


def test_the_documented_example_has_its_digits() -> None:
    assert digit("520727") == 3  # ICAO Doc 9303, part 3, appendix A
    assert digit("AB2134<<<") == 5


@pytest.mark.parametrize(("letter", "value"), [("0", 0), ("9", 9), ("A", 10), ("B", 11), ("Z", 35), ("<", 0)])
def test_a_character_counts_by_its_value_and_its_place(letter: str, value: int) -> None:
    assert [digit("<" * at + letter) for at in range(4)] == [value * weight % 10 for weight in (7, 3, 1, 7)]


def test_the_documented_passport_is_read_whole() -> None:
    # ICAO Doc 9303, part 4, appendix B.
    found = read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    assert found == Zone(
        "UTO", "L898902C3", "UTO", "12/08/1974", "F", "15/04/2012", "ERIKSSON", "ANNA MARIA", proven=True
    )


def test_a_zone_says_number_name_and_dates() -> None:
    found = read()
    assert (found.number, found.given, found.surname) == ("Z1234567", "ASHA RANI", "VERMA")
    assert (found.born, found.sex, found.expires) == ("12/04/1985", "F", "01/01/2031")
    assert (found.state, found.nationality, found.proven) == ("IND", "IND", True)


@pytest.mark.parametrize(("at", "what"), [(9, "number"), (19, "birth"), (27, "expiry")])
@pytest.mark.parametrize("more", range(1, 10))
def test_each_check_digit_that_is_wrong_leaves_the_zone_unproven(at: int, what: str, more: int) -> None:
    line = second()
    wrong = f"{line[:at]}{(int(line[at]) + more) % 10}{line[at + 1 :]}"
    assert not read(line=wrong).proven, what
    assert all(get(passport(line=wrong), CONTEXT) is None for get in SOURCES.values())


@pytest.mark.parametrize("at", [*range(9), *range(13, 19), *range(21, 27)])
def test_a_character_that_is_another_breaks_the_check_digit_of_its_part(at: int) -> None:
    line = second(number="ZX2345678", country="UTO")
    other = str((int(line[at]) + 1) % 10) if line[at].isdigit() else chr(ord(line[at]) - 1)
    assert read(line=line).proven
    assert not read(line=f"{line[:at]}{other}{line[at + 1 :]}").proven


@pytest.mark.parametrize(
    ("true", "seen"), [("850412", "85O4I2"), ("850412", "8SO41Z"), ("860916", "BGO9lG"), ("850412", "85D4L2")]
)
def test_letters_in_the_places_of_digits_are_put_right(true: str, seen: str) -> None:
    line = second(born=true).replace(true, seen)
    found = read(line=line)
    assert (found.born, found.proven) == (f"{true[4:]}/{true[2:4]}/19{true[:2]}", True)


@pytest.mark.parametrize("at", [*range(1, 8), 9, *range(13, 20), *range(21, 28)])
def test_every_place_of_a_digit_is_put_right_and_no_other(at: int) -> None:
    line = second(number="Z8888888<", born="880808", expires="280808")
    wrong = {"8": "B", "0": "O", "2": "Z"}
    if line[at] not in wrong:
        line, wrong = second(), {digit: letter for letter, digit in zip("OILZSGB", "0112568", strict=True)} | {"3": "3"}
    seen = f"{line[:at]}{wrong.get(line[at], line[at])}{line[at + 1 :]}"
    assert read(line=seen).proven
    foreign = line.replace("IND", "UTO")
    seen = f"{foreign[:at]}{wrong.get(foreign[at], foreign[at])}{foreign[at + 1 :]}"
    assert read(line=seen).proven is (at > 8 or seen == foreign)


def test_only_an_indian_number_has_digits_behind_its_first_letter() -> None:
    indian = read(line=second().replace("Z1234567<", "ZI2E4S67<".replace("E", "3")))
    assert (indian.number, indian.proven) == ("Z1234567", True)
    foreign = read(line=second("ZI234S67O", "UTO"))
    assert (foreign.number, foreign.proven) == ("ZI234S67O", True)
    # The number's first letter and its ninth place may be letters in India, too.
    assert read(line=second("O1234567<")).number == "O1234567"


def test_a_nationality_is_letters() -> None:
    found = read("nothing", second(country="1ND"))
    assert (found.nationality, found.state, found.proven) == ("IND", "IND", True)
    assert read(line=second(country="D<<")).nationality == "D"


@pytest.mark.parametrize(("sex", "shown"), [("M", "M"), ("F", "F"), ("X", "X"), ("<", "X")])
def test_a_sex_that_is_not_said_is_x(sex: str, shown: str) -> None:
    assert read(line=second(sex=sex)).sex == shown


@given(
    st.dates(date(1927, 1, 1), date(2026, 12, 31)) | st.just(date(2026, 2, 3)),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_births_are_past_and_expiries_of_this_century(born: date, expires: date) -> None:
    found = read(line=second(born=f"{born:%y%m%d}", expires=f"{expires:%y%m%d}"))
    assert (found.born, found.expires, found.proven) == (f"{born:%d/%m/%Y}", f"{expires:%d/%m/%Y}", True)


@pytest.mark.parametrize(
    ("names", "surname", "given"),
    [
        ("VERMA<<ASHA<RANI", "VERMA", "ASHA RANI"),
        ("DE<SOUZA<<MARIA", "DE SOUZA", "MARIA"),
        ("VERMA", "VERMA", ""),
        # An initial between names.
        ("VERMA<<ASHA<K<RANI", "VERMA", "ASHA K RANI"),
        ("VERMA<<S<ASHA", "VERMA", "S ASHA"),
        ("VERMA<<ASHA<<<<K<<<S", "VERMA", "ASHA"),
        # Fillers at the end that were read as letters.
        ("VERMA<<ASHA<K<<<<<<<<<", "VERMA", "ASHA"),
        ("VERMA<<ASHA<<<<<<<<<<<<<<<<<<<<KKKKKK", "VERMA", "ASHA"),
    ],
)
def test_names_end_where_two_fillers_stand(names: str, surname: str, given: str) -> None:
    found = read(f"P<IND{names}".ljust(44, "<"))
    assert (found.surname, found.given) == (surname, given)


@pytest.mark.parametrize("first", ["", "REPUBLIC OF INDIA", "V<INDVERMA<<ASHA<<<<<<<<<<<<<<<<<<<<<", "P<IND12<<"])
def test_without_its_first_line_a_zone_has_no_names(first: str) -> None:
    found = read(first)
    assert (found.surname, found.given, found.state) == ("", "", "IND")
    assert found.proven


def test_a_line_that_lost_its_fillers_at_the_end_is_one() -> None:
    whole = second()
    assert read(line=whole[:30]).proven
    assert read(line=f"{whole[:30]}«««").proven
    assert read(line=second("Z12345<<<", "UTO").replace("<<", "«")).number == "Z12345"
    assert read(line=f"| {whole.lower()} |").number == "Z1234567"


@pytest.mark.parametrize("text", ["", "INVOICE<<12", "A" * 44, FIRST, second()[:9], "<" * 44])
def test_what_is_no_zone_is_none(text: str) -> None:
    assert parse("", text) is None


# On pages


def test_sources_give_the_parts_and_where_they_stand() -> None:
    pages = passport()
    values = {name: field.value for name, get in SOURCES.items() if (field := get(pages, CONTEXT))}
    assert values == {
        "mrz:number": "Z1234567",
        "mrz:name": "ASHA RANI VERMA",
        "mrz:surname": "VERMA",
        "mrz:given_name": "ASHA RANI",
        "mrz:date_of_birth": "12/04/1985",
        "mrz:date_of_expiry": "01/01/2031",
        "mrz:sex": "F",
        "mrz:indian": "yes",
    }
    name, number = (SOURCES[f"mrz:{part}"](pages, CONTEXT) for part in ("name", "number"))
    assert name is not None and number is not None
    assert [place.box for place in name.places] == [word.box for word in pages[0].page.words[3:]]
    assert (name.confidence, number.confidence) == (0.9, 0.98), "a name has no check digit"
    assert name.rule == number.rule == "machine-readable zone"


def test_a_passport_of_elsewhere_is_foreign() -> None:
    pages = passport(FIRST.replace("IND", "UTO"), second(country="UTO"))
    assert SOURCES["mrz:indian"](pages, CONTEXT) is None
    foreign = SOURCES["mrz:foreign"](pages, CONTEXT)
    assert foreign is not None and foreign.value == "yes"
    # Given out by India to somebody of another nation, and the other way round: a passport of India.
    for first, line in ((FIRST, second(country="UTO")), (FIRST.replace("IND", "UTO"), second())):
        assert SOURCES["mrz:foreign"](passport(first, line), CONTEXT) is None


def test_a_zone_is_found_on_the_first_two_pages_between_other_print() -> None:
    plain = drawn_sheet("Name: Asha Verma\n1 < 2", number=1)
    (found,) = passport()
    assert zone([plain, found]) is not None
    assert zone([plain, plain, found]) is None
    assert zone([plain]) is None
    assert zone([]) is None


def test_a_zone_torn_into_words_is_put_together() -> None:
    first, line = FIRST.replace("<<ASHA", "<< ASHA"), second()
    (found,) = passport(first, f"{line[:10]} {line[10:28]} {line[28:]}")
    read_zone = zone([found])
    assert read_zone is not None
    assert (read_zone.given, read_zone.proven) == ("ASHA RANI", True)
    assert len(read_zone.places) == 5


@pytest.mark.parametrize(("length", "found"), [(27, False), (28, True)])
def test_a_row_has_enough_of_the_second_line_to_be_it(length: int, found: bool) -> None:
    assert (zone([drawn_sheet(f"{FIRST}\n{second()[:length]}")]) is not None) is found
    assert (zone([drawn_sheet(second()[:length])]) is not None) is found


def test_fillers_may_be_read_as_double_angles() -> None:
    angles = drawn_sheet(f"{FIRST}\n{second('Z12345<<<', 'UTO')}".replace("<<", "«"))
    found = zone([drawn_sheet("nothing"), angles])
    assert found is not None
    assert (found.number, found.surname, found.given, found.proven) == ("Z12345", "VERMA", "ASHA RANI", True)


def test_a_number_without_a_digit_is_no_passport_s() -> None:
    number = "ABCDEFGHI"
    assert zone([drawn_sheet(f"{FIRST}\n{second(number, 'UTO')}")]) is None
