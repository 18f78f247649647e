"""Formats that a regular expression says whole: phone numbers, e-mail addresses, driving licences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from simulator.documents.formats.codes import HOLDERS
from simulator.documents.formats.model import ANY, LOOSE, STRICT, Found
from simulator.documents.formats.plates import STATES

#: Letters that no vehicle identification number has, of which each has 17 characters (ISO 3779, section 4): misread digits.
_NOT_IN_VIN = str.maketrans("IOQ", "100")

#: What parts the state, the office, the year and the number of a driving licence, if anything does.
_GAP = "[\\s/–—-]{0,3}"
#: The country's code where it may begin any number: a bare 91 needs a hyphen, or it may be an amount beside others.
_INDIA = r"\(?(?:(?:\+|00)91|91(?=\)?-))\)?[\s.-]{0,3}"
#: Code of an area and number have ten digits together (India's national numbering plan), the number in one piece or two.
_TEN = r"(?=\d(?:[\s().-]{0,3}\d){9}(?![\s.-]?\d{3}|\d))"
_IN_TWO = r"\d{2,4}[\s.-]\d{3,5}"
#: Numbers in India: with the zero before the code of the area or, behind the country's code, without it; those of
#: mobile telephones; and those that cost the caller nothing or little.
_TELEPHONE = (
    rf"(?:\(?\+?91\)?[\s-]{{0,3}})?(?:\(?0\d{{2,4}}\)?[\s-]{{0,2}}\d{{6,8}}"
    rf"|\(?0{_TEN}\d{{2,4}}\)?[\s.-]{{0,2}}{_IN_TWO}|[6-9](?:[\s-]?\d){{9}}|18[06]0(?:[\s-]?\d){{6,7}})"
    rf"|{_INDIA}(?:\(0\)[\s-]?|0)?\(?{_TEN}[1-8]\d{{1,3}}\)?[\s.-]{{0,2}}(?:\d{{6,8}}|{_IN_TWO})"
)

#: Capitals that begin a code, and those that are a label, a unit or the like: `FV 1/2015`, `INV - 47`, `NO 47`.
_NO_SERIES = (
    "NO|NR|NRO|NUM|N|ID|REF|SR|SL|S|QTY|RS|INR|USD|EUR|GBP|GST|GSTN|VAT|TAX|HSN|SAC|PIN|PAN|TAN|CIN|TEL|PH|MOB|FAX|DATE|DT|PO|AC"
    "|TO|BY|OF|IN|AT|ON|FOR|AND|THE|PAGE|SEC|UNIT|FLAT|PLOT|SHOP|ROAD|BOX|AM|PM|KM|KG|LTD|TIN|UIN|UID|UAN|ESI|PF|CODE|BANK|BR"
    "|JAN|FEB|MAR|APR|MAY|JUN|JULY|JUL|AUG|SEP|SEPT|OCT|NOV|DEC|X|P|T|E|M|H|FORM|ITEM|TYPE|ROLL|VEH|LR|DC|RM|AED|SGD|MYR|KES"
    "|CGST|SGST|IGST|CESS|TDS|TCS|NET|DUE|SUB|RATE|DISC|AMT|MRP|CASH|CARD|BAL|ADD|LESS|YEAR|DAY|DAYS|WEEK|MON|TUE|WED|THU|FRI|SAT|SUN"
)
_SERIES = rf"(?:(?!(?:{_NO_SERIES})\s)[A-Z]{{1,4}}\s(?:[-/]\s)?(?=[A-Z\d./]*\d\S)(?!\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d\d))?"


@dataclass(frozen=True)
class PatternFormat:
    """Values that match the expression, as printed; group 1 where it has one. `tight` takes the spaces out;
    what matches `never` is something else. A value of `whole` characters has none of the letters in `misread`, and is proven by
    being so long."""

    name: str
    expression: str
    proof: float = STRICT
    strict: bool = True
    tight: bool = False
    multiline: bool = False
    never: str = ""
    whole: int = 0
    misread: Mapping[int, int] = field(default_factory=dict, compare=False)

    def find(self, text: str) -> Iterator[Found]:
        for match in re.finditer(self.expression, text):  # re keeps compiled expressions
            group = 1 if match.re.groups else 0
            value = (match.group(group) or "").strip()
            if value and not (self.never and re.fullmatch(self.never, value)):
                shown = re.sub(r"\s+", "", value) if self.tight else value
                is_whole = len(shown) == self.whole
                mended = shown.translate(self.misread) if is_whole else shown
                proof = STRICT if is_whole else self.proof
                yield Found(mended, match.start(group), match.end(group), proof, mended != shown)


PATTERNS: tuple[PatternFormat, ...] = (
    PatternFormat(
        "phone", r"(?<![\w.,/+-])(?:\(?(?:\+|00)?91\)?[\s-]{0,3}0?|0)?([6-9](?:[\s-]?\d){9})(?![\w]|[.,-]\d)"
    ),
    PatternFormat("telephone", rf"(?<![\w.,/+])({_TELEPHONE})(?!\w)", LOOSE),
    PatternFormat("email", r"(?<![\w.+-])[\w.+-]++\s?@\s?[\w-]+(?:\.[\w-]+)+", tight=True),
    PatternFormat(
        "driving_license",
        rf"(?<!\w)({STATES}{_GAP}\d{{2}}{_GAP}(?:R{_GAP})?(?:19|20)\d{{2}}{_GAP}\d{{7}})(?!\w)",
    ),
    PatternFormat(
        # One of seventeen characters without I, O and Q is a chassis number.
        "engine_number",
        r"(?<!\w)((?=[A-Z0-9*]{0,60}\d)[A-Z0-9*]{6,20})(?!\w)",
        LOOSE,
        never=r"(?=.*[A-Z])[A-HJ-NPR-Z0-9]{17}",
    ),
    PatternFormat(
        "chassis_number",
        r"(?<!\w)((?=[A-Z0-9*]{0,60}\d)[A-Z0-9*]{10,20})(?!\w)",
        LOOSE,
        whole=17,
        misread=_NOT_IN_VIN,
    ),
    PatternFormat(
        # The kind of account may stand before or behind the number: `SAV-00318-01`, `1004-7782-SV`.
        "account_number",
        # An IBAN is printed in groups of four (ISO 13616-1).
        r"(?<![\w.,/])(?<![A-Z]-)([A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?!\w)|(?:[A-Z]{2,4}-(?=\d))?[\dXx*]{2,}(?:[\s-]?[\dXx*]{2,}){0,5}(?:-[A-Z]{2,3})?)(?![\w])",
        LOOSE,
        tight=True,
    ),
    PatternFormat("hsn", r"(?<![\w.,/])(\d{8}|\d{6}|\d{4}(?:[. ]\d\d){0,3})(?![\w]|[.,]\d)", LOOSE),
    PatternFormat("udyam", r"(?<!\w)(UDYAM\s?-\s?[A-Z]{2}\s?-\s?\d{2}\s?-\s?\d{7})(?!\w)", tight=True),
    PatternFormat("memory", r"(?<![\w.])(\d{1,4}\s?(?:GB|TB|MB|gb|Gb))(?!\w)"),
    PatternFormat("percent", r"(?<![\w.])(\d{1,3}(?:\.\d+)?\s?%)"),
    PatternFormat("number", r"(?<![\w.,])(\d+(?:,\d+)*(?:\.\d+)?)(?![\w])", LOOSE),
    PatternFormat(
        "weight", r"(?<![\w.,])(\d+(?:\.\d+)?(?:\s?(?:[gG][mM]?[sS]?|[gG]rams?|[kK][gG])\b\.?)?)(?!\w)", LOOSE
    ),
    PatternFormat(
        "code",
        r"(?<!\w)(?<!\d:)(?!(?i:n|no|nr|nro|num)\.\d)(\d{4}(?: \d{4}){2,4} \d{3,4}(?!\w)"
        rf"|{_SERIES}(?!\d{{1,2}}:\d\d)"
        r"(?=\d|[A-Za-z][\w/.\-\\#]{0,60}\d)[A-Za-z0-9]"
        # A date behind a dash is not part of it: `HC-10731 - 05/18/2025`.
        r"(?:[\w.#&]|(?!\s[/\-\\]\s(?:\d{1,2}[-/.]){2}\d{2})\s?[/\-\\]\s?(?=\w))*)",
        LOOSE,
        # A date, the number of an entry in a list, a PAN, a GSTIN.
        never=r"\d{1,2}[-/.](?:\d{1,2}|[A-Za-z]{3,9})[-/.]\d{2,4}|\d{1,2}\."
        rf"|(?:\d\d)?[A-Z]{{3}}[{HOLDERS}]"
        r"[A-Z]\d{4}[A-Z](?:[A-Z0-9]Z[A-Z0-9])?",
    ),
    PatternFormat("serial", r"(?<!\w)((?=[\w/\-]{0,60}\d)[A-Za-z0-9][\w/\-]{4,29})(?!\w)", LOOSE),
    PatternFormat("gender", r"(?<!\w)(?i:(male|female|transgender|other|[MFT]))(?!\w)"),
    PatternFormat("word", r"(?<!\w)(\w[\w.&'-]*)", ANY, strict=False),
)
