"""Indian places as they are (cities, localities, PIN codes, GST state codes), and invented houses in them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

STATES = {
    "Maharashtra": "27",
    "Delhi": "07",
    "Karnataka": "29",
    "Tamil Nadu": "33",
    "Telangana": "36",
    "Andhra Pradesh": "37",
    "Kerala": "32",
    "Gujarat": "24",
    "Rajasthan": "08",
    "Uttar Pradesh": "09",
    "West Bengal": "19",
    "Bihar": "10",
    "Jharkhand": "20",
    "Odisha": "21",
    "Assam": "18",
    "Madhya Pradesh": "23",
    "Chhattisgarh": "22",
    "Chandigarh": "04",
    "Punjab": "03",
    "Haryana": "06",
    "Goa": "30",
    "Uttarakhand": "05",
}

#: State, city, then localities with their PIN codes.
_PLACES = """
Maharashtra|Mumbai|Andheri East 400069,Borivali West 400092,Dadar West 400028,Goregaon East 400063,Powai 400076,Chembur 400071
Maharashtra|Pune|Kothrud 411038,Hadapsar 411028,Aundh 411007,Wakad 411057,Viman Nagar 411014
Maharashtra|Nagpur|Sadar 440001,Dharampeth 440010,Mahal 440032
Maharashtra|Nashik|Nashik Road 422101,Panchavati 422003,Cidco 422009
Maharashtra|Kolhapur|Rajarampuri 416008,Shahupuri 416001
Maharashtra|Thane|Naupada 400602,Kolshet Road 400607
Delhi|New Delhi|Karol Bagh 110005,Lajpat Nagar 110024,Rohini 110085,Dwarka 110075,Janakpuri 110058,Saket 110017
Delhi|Delhi|Laxmi Nagar 110092,Shahdara 110032,Chandni Chowk 110006
Karnataka|Bengaluru|Indiranagar 560038,Jayanagar 560011,Koramangala 560034,Malleshwaram 560003,Whitefield 560066
Karnataka|Mysuru|Saraswathipuram 570009,Vijayanagar 570017
Karnataka|Hubballi|Vidyanagar 580031,Keshwapur 580023
Tamil Nadu|Chennai|T. Nagar 600017,Adyar 600020,Velachery 600042,Anna Nagar 600040,Mylapore 600004
Tamil Nadu|Coimbatore|R.S. Puram 641002,Gandhipuram 641012,Peelamedu 641004
Tamil Nadu|Madurai|K.K. Nagar 625020,Simmakkal 625001
Telangana|Hyderabad|Ameerpet 500016,Kukatpally 500072,Himayatnagar 500029,Dilsukhnagar 500060,Banjara Hills 500034
Telangana|Warangal|Hanamkonda 506001,Kazipet 506003
Andhra Pradesh|Vijayawada|Governorpet 520002,Labbipet 520010
Andhra Pradesh|Visakhapatnam|Dwaraka Nagar 530016,Gajuwaka 530026
Andhra Pradesh|Guntur|Brodipet 522002,Arundelpet 522002
Kerala|Kochi|Edappally 682024,Kaloor 682017,Palarivattom 682025
Kerala|Thiruvananthapuram|Pattom 695004,Kowdiar 695003
Gujarat|Ahmedabad|Navrangpura 380009,Maninagar 380008,Satellite 380015,Bapunagar 380024
Gujarat|Surat|Adajan 395009,Varachha 395006
Gujarat|Vadodara|Alkapuri 390007,Manjalpur 390011
Rajasthan|Jaipur|Malviya Nagar 302017,Vaishali Nagar 302021,Mansarovar 302020
Rajasthan|Jodhpur|Sardarpura 342003,Ratanada 342011
Rajasthan|Bhilwara|Shastri Nagar 311001,Subhash Nagar 311001
Uttar Pradesh|Lucknow|Gomti Nagar 226010,Aliganj 226024,Hazratganj 226001,Indira Nagar 226016
Uttar Pradesh|Kanpur|Swaroop Nagar 208002,Kidwai Nagar 208011
Uttar Pradesh|Varanasi|Lanka 221005,Sigra 221010
Uttar Pradesh|Ghaziabad|Vaishali 201010,Indirapuram 201014
West Bengal|Kolkata|Salt Lake 700064,Ballygunge 700019,Behala 700034,Dum Dum 700028,Garia 700084
Bihar|Patna|Kankarbagh 800020,Boring Road 800001,Patliputra Colony 800013
Jharkhand|Ranchi|Lalpur 834001,Doranda 834002
Odisha|Bhubaneswar|Saheed Nagar 751007,Patia 751024
Assam|Guwahati|Dispur 781006,Maligaon 781011,Paltan Bazaar 781008
Madhya Pradesh|Bhopal|Arera Colony 462016,Kolar Road 462042
Madhya Pradesh|Indore|Vijay Nagar 452010,Palasia 452001
Chhattisgarh|Raipur|Shankar Nagar 492007,Pandri 492004
Chandigarh|Chandigarh|Sector 17 160017,Sector 22 160022
Punjab|Ludhiana|Model Town 141002,Civil Lines 141001
Haryana|Gurugram|Sector 14 122001,Palam Vihar 122017
Haryana|Faridabad|NIT 121001,Old Faridabad 121002
Goa|Panaji|Miramar 403001,Ribandar 403006
Uttarakhand|Dehradun|Rajpur Road 248001,Clement Town 248002
"""
_STREETS = (
    "M.G. Road",
    "Station Road",
    "Gandhi Chowk",
    "Nehru Marg",
    "Tilak Road",
    "Temple Street",
    "Lake View Road",
    "Ring Road",
    "Ambedkar Marg",
    "Market Yard Road",
    "College Road",
    "Old Post Office Lane",
    "Shivaji Path",
    "Link Road",
    "5th Cross",
    "12th Main Road",
    "Bazaar Street",
    "Hospital Road",
    "Canal Road",
    "Subhash Marg",
    "Church Road",
    "Club Road",
)
_HOMES = (
    "Sai Krupa Apartments",
    "Green Meadows",
    "Shanti Niwas",
    "Gulmohar Residency",
    "Lotus Enclave",
    "Ganga Sadan",
    "Silver Oak Society",
    "Parijat CHS",
    "Anand Vihar",
    "Neelkanth Heights",
    "Rose Villa",
    "Kaveri Block",
    "Ashirwad Bhavan",
    "Palm Grove",
    "Sunrise Towers",
    "Vrindavan Colony",
    "Mangal Murti Apartments",
    "Chandan Kunj",
)
_SHOPS = (
    "Shree Complex",
    "City Centre",
    "Laxmi Plaza",
    "Orchid Arcade",
    "Metro Chambers",
    "Trade House",
    "Krishna Market",
    "Skyline Mall",
    "Heritage Building",
    "Royal Arcade",
    "Gokul Shopping Centre",
    "Prime Square",
    "Jewel Tower",
)
_MARKS = (
    "Near Bus Stand",
    "Opp. City Hospital",
    "Near Community Hall",
    "Behind Petrol Pump",
    "Near Hanuman Mandir",
    "Opp. Railway Station",
    "Near State Bank",
    "Next to Post Office",
    "Near Water Tank",
    "Opp. Town Hall",
)


@dataclass(frozen=True)
class Address:
    """`parts` are the house and street, in order."""

    parts: tuple[str, ...]
    locality: str
    city: str
    state: str
    pin: str

    @property
    def state_code(self) -> str:
        """The two digits that begin a GSTIN of that state."""
        return STATES[self.state]

    @property
    def one_line(self) -> str:
        return f"{', '.join((*self.parts, self.locality, self.city))}, {self.state} - {self.pin}"

    @property
    def upper(self) -> str:
        return self.one_line.upper()

    @property
    def lines(self) -> tuple[str, ...]:
        """As on an envelope, every line but the last with its comma."""
        return (f"{', '.join(self.parts)},", f"{self.locality}, {self.city},", f"{self.state} - {self.pin}")


def _known() -> tuple[tuple[str, str, str, str], ...]:
    places = []
    for line in _PLACES.strip().splitlines():
        state, city, localities = line.split("|")
        for each in localities.split(","):
            locality, pin = each.rsplit(" ", 1)
            places.append((state, city, locality, pin))
    return tuple(places)


KNOWN = _known()


def home(rng: Random, state: str = "", city: str = "") -> Address:
    """Where somebody lives."""
    house = rng.choice(
        (
            f"Flat No. {rng.randint(1, 12)}0{rng.randint(1, 8)}",
            f"H.No. {rng.randint(2, 480)}",
            f"{rng.choice('ABCD')}-{rng.randint(2, 90)}",
            f"Plot No. {rng.randint(3, 140)}",
            f"{rng.randint(2, 19)}/{rng.randint(1, 60)}",
            f"Door No. {rng.randint(2, 40)}-{rng.randint(1, 30)}-{rng.randint(1, 90)}",
            f"House No. {rng.randint(10, 900)}",
        )
    )
    parts = [house, rng.choice(_HOMES), rng.choice(_STREETS)]
    if rng.random() < 0.35:
        parts.append(rng.choice(_MARKS))
    return _placed(rng, tuple(parts), state, city)


def shop(rng: Random, state: str = "", city: str = "") -> Address:
    """Where a firm has its door."""
    door = rng.choice(
        (
            f"Shop No. {rng.randint(1, 48)}",
            f"G-{rng.randint(2, 30)}",
            f"Unit {rng.randint(101, 520)}",
            f"No. {rng.randint(2, 300)}",
            f"Gala No. {rng.randint(2, 40)}",
            f"{rng.randint(2, 120)}/{rng.choice('ABC')}",
        )
    )
    parts = [door, rng.choice(_SHOPS), rng.choice(_STREETS)]
    if rng.random() < 0.3:
        parts.append(rng.choice(_MARKS))
    return _placed(rng, tuple(parts), state, city)


def _placed(rng: Random, parts: tuple[str, ...], state: str, city: str) -> Address:
    fit = [each for each in KNOWN if (not state or each[0] == state) and (not city or each[1] == city)]
    where = rng.choice(fit)
    return Address(parts, where[2], where[1], where[0], where[3])
