import pickle
import random
import subprocess
import sys
import time

import pytest

from simulator.matching import addresses
from simulator.matching.addresses import AddressError, formatted, parse, same_person_score, similarity

GREEN_VIEW = "Flat 12, Green View Apartments, MG Road, Bangalore"
GREENVIEW = "12 Greenview Apt, Mahatma Gandhi Rd, Bengaluru"
LAKE_VIEW = "45 Lake View, Whitefield, Bangalore"


def test_the_documented_pair_scores_as_documented():
    assert similarity(GREEN_VIEW, GREENVIEW) == similarity(GREENVIEW, GREEN_VIEW) == 89.92
    assert same_person_score(GREEN_VIEW, GREENVIEW) == 9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12, M.G. Road, Shivaji Nagar, Pune - 411005", "12, Mahatma Gandhi Rd, Shivajinagar, Pune 411005"),
        ("Flat 4, Sai Krupa, J.M. Road, Pune 411004", "Flat 4, Saikrupa, Jangali Maharaj Road, Pune 411004"),
        ("12, R T Marg, Pune 411004", "12, Raja Todarmal Marg, Pune 411004"),
        ("9, N.S.C. Bose Road, Kolkata 700040", "9, Netaji Subhash Chandra Bose Road, Kolkata 700040"),
        ("9, N S C Bose Road, Kolkata 700040", "9, Netaji Subhash Chandra Bose Road, Kolkata 700040"),
        ("9, Dr. B.R. Ambedkar Road, Camp, Pune 411001", "9, Dr Babasaheb Ambedkar Road, Camp, Pune 411001"),
        ("14, K.P.H.B. Colony, Hyderabad 500072", "14, Kukatpally Housing Board Colony, Hyderabad 500072"),
        ("7, Andheri West, Mumbai 400058", "7, Andheri (W), Mumbai 400058"),
        ("5, Koramangala, Bengaluru 560034", "5, Kormangala, Bangalore 560034"),
        ("5, Vashi, Navi Mumbai 400703", "5, Washi, Navi Mumbai 400703"),
        ("7, Thiruvanmiyur, Chennai 600041", "7, Tiruvanmiyur, Chennai 600041"),
        ("Plot 4, Jai Hind Nagar, Pune 411004", "Plot 4, Jaihindnagar, Pune 411004"),
    ],
)
def test_one_place_written_two_ways_is_one_place(one, other):
    assert similarity(one, other) == similarity(other, one) >= 88
    assert same_person_score(one, other) >= 9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 101, Green View Apartments, Baner, Pune 411045", "Flat 102, Green View Apartments, Baner, Pune 411045"),
        (
            "Flat 4, 2nd Floor, Sai Krupa, Karve Road, Pune 411004",
            "Flat 4, 3rd Floor, Sai Krupa, Karve Road, Pune 411004",
        ),
        ("12, Ground Floor, Palm Grove, Pune 411005", "12, First Floor, Palm Grove, Pune 411005"),
        ("A Wing 12, Green View, Baner, Pune 411045", "B Wing 12, Green View, Baner, Pune 411045"),
        ("12, Tower 3, Palm Grove, Pune 411005", "12, Tower 4, Palm Grove, Pune 411005"),
        ("12, Green View, Baner, Pune 411045", "12, Green Valley, Baner, Pune 411045"),
        ("12, M.G. Road, Pune 411005", "12, M.K. Road, Pune 411005"),
        ("12, J.M. Road, Pune 411005", "12, Jawaharlal Nehru Road, Pune 411005"),
    ],
)
def test_another_flat_floor_wing_or_building_is_another_place(one, other):
    assert similarity(one, other) == similarity(other, one) < 70
    assert same_person_score(one, other) <= 7


def test_an_unrelated_address_in_the_same_city_scores_low():
    assert similarity(GREEN_VIEW, LAKE_VIEW) < 50
    assert same_person_score(GREEN_VIEW, LAKE_VIEW) <= 4


def test_the_documented_formatted_address_is_reproduced_word_for_word():
    raw = "S/O Mohan Lal, H. No. E - 376, No. 15 Ashok Nagar Shahdara Mandoli, Saboli North East Delhi - 110093"
    parts = formatted(raw)
    assert list(parts) == ["state", "postcode", "address_line_1", "address_line_2", "city"]
    assert parts == {
        "state": "",
        "postcode": "110093",
        "address_line_1": "no. e 376 no. 15 ashok nagar shahdara",
        "address_line_2": "s/o mohan lal h. mandoli saboli north east",
        "city": "delhi",
    }


@pytest.mark.parametrize(
    ("text", "line_1", "line_2", "city", "state", "postcode"),
    [
        (
            "4-CH-64, NEAR COMMUNITY HALL, BHILWARA, Rajasthan, 311001",
            "4-ch-64",
            "near community hall",
            "bhilwara",
            "rajasthan",
            "311001",
        ),
        (LAKE_VIEW, "45 lake view", "whitefield", "bangalore", "karnataka", ""),
        ("C1002 Falcon Tower Mumbai", "c1002 falcon tower", "", "mumbai", "maharashtra", ""),
        ("Plot No 45, Sector 18, Noida, UP", "plot no 45 sector 18", "", "noida", "uttar pradesh", ""),
        ("No 7 Anna Salai, T. Nagar, Chennai-17", "no 7 anna salai t. nagar", "", "chennai", "tamil nadu", "600017"),
        ("12, Delhi Road, Meerut", "12 delhi road", "", "meerut", "uttar pradesh", ""),
        (
            "Flat 4, Rose Villa, Wakad, Pimpri, Maharashtra 411057",
            "flat 4 rose villa",
            "wakad",
            "pimpri",
            "maharashtra",
            "411057",
        ),
        (
            "2nd Floor, Shop 14, Lajpat Nagar II, New Delhi, Delhi 110024",
            "2nd floor shop 14 lajpat nagar ii",
            "",
            "new delhi",
            "delhi",
            "110024",
        ),
        (
            "W/O Ravi, 3 Hill Road, PO Kutra, Teh. Sadar, Cuttack, Orissa",
            "3 hill road",
            "w/o ravi po kutra teh. sadar",
            "cuttack",
            "odisha",
            "",
        ),
        ("12 State Bank Colony, Jaipur City, India", "12 state bank colony", "", "jaipur", "rajasthan", ""),
    ],
)
def test_parts_are_found(text, line_1, line_2, city, state, postcode):
    assert formatted(text) == {
        "state": state,
        "postcode": postcode,
        "address_line_1": line_1,
        "address_line_2": line_2,
        "city": city,
    }


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("12 MG Road, Bangalore", "12, Mahatma Gandhi Rd., Bengaluru"),
        ("12 M G Road, Bangalore", "12 M.G. Road Bengaluru"),
        ("5 Hill Road, Bombay", "5, Hill Rd, Mumbai"),
        ("7 Sea View, Puri, Orissa", "7, Sea View, Puri, Odisha"),
        ("H.No. E - 376, Ram Nagar, Pune", "H No E/376 Ram Ngr Poona"),
        ("Flat 3, Ground Floor, Rose Apartments, Kochi", "Flt 3, Grnd Flr, Rose Apts, Cochin"),
        ("Flat 3, 2nd Floor, Rose Bldg, Kochi", "Flat 3, Second Flr, Rose Building, Kochi"),
        ("Flat 3, II Floor, Rose Soc, Kochi", "Flat 3, 2 Floor, Rose Society, Kochi"),
        ("House 9, Sector 18, Noida", "House 9 Sec-18 Noida"),
        ("9, 5th Cross, Saket Layout, Mysore", "9, Fifth Crs, Saket Lyt, Mysuru"),
        ("4 Block B, Ram Nagar, Delhi", "4 B Block Ram Ngr New Delhi"),
        ("Shop 2, Nr. Bus Stand, Opp. School, Salem", "Shop 2, Near Bus Stand, Opposite Schl, Salem"),
        ("6 Lake Rd, Chennai - 17", "6 Lake Road Madras 600017"),
        ("6 Lake Rd, Bangalore 560 001", "6 Lake Road Bangalore 56OOO1"),
        ("S/O Mohan Lal, 4 Ram Nagar, Pune", "4 Ram Nagar, Pune"),
    ],
)
def test_other_ways_of_writing_make_no_difference(a, b):
    assert similarity(a, b) >= 97


def test_a_misread_address_still_stands_near_its_own():
    clean = "Plot No 74, Tulsi Apartments, Subhash Marg, Patel Nagar, Kolkata, West Bengal - 700087"
    damaged = "Plot No 74Tulsi Apartrnents Subhosh Marg  Pate1 Nagar Ko1kata West 8engal 70OO87"
    assert similarity(clean, damaged) >= 80


@pytest.mark.parametrize(
    ("other", "bound"),
    [
        ("Flat 15, Green View Apartments, MG Road, Bangalore", 4),
        ("Flat 12, Green View Apartments, MG Road, Pune", 2),
    ],
)
def test_another_number_or_city_bounds_the_same_person_score(other, bound):
    assert same_person_score(GREEN_VIEW, other) <= bound


def test_a_street_without_numbers_is_many_peoples():
    street = "Temple Street, Gandhi Nagar, Nellore"
    assert similarity(street, street) == 100
    assert same_person_score(street, street) == 7


def test_relations_speak_for_and_against_the_same_person():
    home = "H.No. 4, Ram Nagar, Nr. Water Tank, Pune"
    shorter = "H.No. 4, Ram Nagar, Pune"
    alone = same_person_score(home, shorter)
    assert same_person_score(f"S/O Mohan Lal, {home}", f"s/o mohanlal, {shorter}") == alone + 1
    assert same_person_score(f"S/O Mohan Lal, {home}", f"W/O Kiran Rao, {shorter}") == alone - 2


@pytest.mark.parametrize("text", ["", "   ", "!!! ---", "12345", "560001", "asdf", "not available", "N/A", "x" * 5000])
def test_what_names_no_place_cannot_be_normalised(text):
    assert not addresses.normalisable(text)
    with pytest.raises(AddressError) as refusal:
        parse(text)
    assert refusal.value.reason
    assert pickle.loads(pickle.dumps(refusal.value)).reason == refusal.value.reason


@pytest.mark.parametrize("text", ["Bangalore", "12 Lake View", "Gandhi Nagar", "Shirur 412210", LAKE_VIEW])
def test_what_names_a_place_can_be_normalised(text):
    assert addresses.normalisable(text)


def test_a_pin_names_state_and_district_and_a_wrong_row_of_the_data_does_not():
    assert parse("4-CH-64, Shastri Nagar 311001").state == "rajasthan"
    assert parse("4-CH-64, Shastri Nagar 311001").district == "bhilwara"
    assert parse("3 Palace Road 799001").state == ""
    assert parse("3 Palace Road 799001").district == ""


def test_similarity_is_symmetric_bounded_and_full_for_itself():
    chance = random.Random(5)
    words = ["Flat", "12", "B-7", "14-4-16", "Green", "View", "Greenview", "Apartments", "Rd", "Nagar", "Opp", "Bank,"]
    words += ["Pune", "Delhi,", "560001", "2nd Floor", "S/O Ram", "Grenview", "Gren", "12/4", "B 7", "Punne"]
    texts = [" ".join(chance.choices(words, k=chance.randint(2, 12))) for _ in range(300)]
    texts = [text for text in texts if addresses.normalisable(text)]
    for a, b in zip(texts, reversed(texts), strict=True):
        score = similarity(a, b)
        assert score == similarity(b, a)
        assert 0 <= score <= 100 and round(score, 2) == score
        assert 0 <= same_person_score(a, b) <= 10
        assert similarity(a, a) == 100


def test_any_text_is_parsed_or_refused_and_soon():
    chance = random.Random(6)
    signs = "aZ9 0-/.,#()'\n\tநக म\u0000é‘½&IVXlO"
    started = time.process_time()
    for length in (1, 3, 10, 100, 1000):
        for _ in range(40):
            addresses.normalisable("".join(chance.choices(signs, k=length)))
    for hostile in ("1-" * 500, "a." * 500, "12/" * 300, "s/o " * 250, "no " * 300, "1 2 3 " * 160, "- " * 500):
        addresses.normalisable(hostile)
    assert time.process_time() - started < 2


def test_a_thousand_targets_take_well_under_the_allowed_time():
    chance = random.Random(8)
    names = ["Silver Oak", "Green View", "Sai Krupa", "Rain Tree"]
    targets = [
        f"Flat {n}, {chance.choice(names)} Apts, {n % 9}th Cross, Ram Nagar, Bangalore 5600{n % 90 + 10}"
        for n in range(1000)
    ]
    started = time.process_time()
    assert all(0 <= similarity(GREEN_VIEW, target) <= 100 for target in targets)
    assert time.process_time() - started < 1, "0.2 s is what bench/addresses.py measures; this catches a collapse"


def test_importing_loads_neither_numpy_nor_the_pin_data():
    code = "import sys, simulator.matching.addresses; print({'numpy', 'pandas', 'indian_pincode'}.intersection(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "set()"
    )
