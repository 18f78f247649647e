"""Labels of amounts that say whether tax is in them: `Totaal (inclusief BTW)`, `Total excl. 20% VAT`, `KDV dahil toplam`.

Without the tax they are the labels that everybody prints: `totaal`, `total excl vat`. With it their nearest is the tax's own.
"""

from __future__ import annotations

from collections.abc import Sequence

#: What says in many languages that tax is in an amount, that it is not, and what tax is; as keys (documents/phrases.py).
_WITH_WORDS = """
incl inc including inclusive included includes with inkl inklusive einschl einschliesslich enthalten inclus incluse compris
comprise incluido incluida incluidos incluyendo con incluso inclusa inclusi compresa compreso inclusief met dahil inklusiv
termasuk
"""
_WITHOUT_WORDS = """
excl exc excluding exclusive without before ex exkl exklusive ohne zzgl zuzuglich hors hor sans sin senza escl esclusa escluso
exclusief zonder haric bez uden eks ekskl exklusiv utan
"""
_TAX_WORDS = """
tax taxes vat gst hst igst salestax mwst ust ustg mehrwertsteuer umsatzsteuer tva taxe iva impuestos impuesto imposte btw kdv
vergi vergiler moms mva dph alv ppn pajak igv itbis icms
"""
_WITH, _WITHOUT, _TAX = (frozenset(words.split()) for words in (_WITH_WORDS, _WITHOUT_WORDS, _TAX_WORDS))
#: What stands for what is without, as `concepts.toml` has it.
_EXCLUDED = ("excl", "vat")


def without_tax(words: Sequence[str]) -> list[str]:
    """The words (keys) of a label without what they say of tax; a label that says nothing else stays as it is."""
    for at, word in enumerate(words):
        behind = _taxes(words, at + 1)
        before = at > 0 and words[at - 1] in _TAX
        if word in _WITH or word in _WITHOUT:
            first, last = (at, behind) if behind > at + 1 else (at - 1, at + 1) if before else (at, at)
            others = [*words[:first], *words[last:]]
            if last > first and any(not other.isdigit() for other in others):
                return [*others, *_EXCLUDED] if word in _WITHOUT else others
    return list(words)


def _taxes(words: Sequence[str], at: int) -> int:
    """Where words of tax, with its rate, that begin there end: `at` where there are none."""
    end = at
    while end < len(words) and (words[end] in _TAX or words[end].isdigit()):
        end += 1
    return end if any(word in _TAX for word in words[at:end]) else at
