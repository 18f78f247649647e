"""The legal forms of firms in many countries, as they stand in names: `Pvt Ltd`, `GmbH`, `S.A.R.L.`, `Sdn. Bhd.`"""

from __future__ import annotations

import re

#: Forms that are words, wherever they stand in a name.
_WORDS = """
    ltd limited inc incorporated llc llp corp corporation co company gmbh mbh ag kg ug ohg gbr ek sarl sarlu sarlau sas sasu eurl
    sa sl srl bv nv vzw asbl plc pty pte bhd oy aps aş şti şirketi lda ltda sro doo kft zrt fze fzco wll sagl
"""
#: Words that stand before a form, and are a firm's too: `Private Limited`.
_BEFORE = "pvt private sdn"
#: Forms with stops, which without them are words of other kinds or initials; of the first some print none at a name's end.
_LOOSE, _STRICT = "e.k s.a.r.l s.a s.l s.r.l s.p.a s.n.c b.v n.v s.r.o d.o.o", "a.ş a.s e.v n.a"
#: Forms that are told at the end of a name alone, and those that stand at its beginning.
_LAST, _FIRST = ["ab", "sti", r"sp\. ?z ?o\. ?o"], "sarl|sas|eurl|pt|cv"


def _any(forms: str) -> list[str]:
    return [re.escape(form) for form in forms.split()]


_PARTED = [form.replace(r"\.", r"\.?") for form in _any(_LOOSE)]
#: What the name of a firm ends with.
ENDING = rf"(?:{'|'.join([*_any(_WORDS), *_PARTED, *_any(_STRICT), *_LAST])})"
#: The same wherever in a text it stands.
ENDED = re.compile(rf"(?i)(?<!\w){ENDING}(?!\w)")
#: What it begins with.
BEGINNING = rf"(?:{_FIRST})"
#: The words that its form is made of, behind each other: `Pte. Ltd`, `Private Limited`.
PART = rf"(?:{ENDING}|{'|'.join(_any(_BEFORE))}|public|und|and|&)"
#: What tells a firm wherever in a text it stands; a form with stops behind a blank, as initials begin a name.
ANYWHERE = rf"(?:(?<!\w)(?:{'|'.join([*_any(_WORDS), *_any(_BEFORE)])})|(?<=\s)(?:{'|'.join([*_any(_LOOSE), *_any(_STRICT)])}))"
