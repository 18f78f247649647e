"""A choice as the Field that is answered, with the evidence for it in words and what came second."""

from __future__ import annotations

from simulator.documents.extract.ranking.choose import Choice
from simulator.documents.extract.ranking.claim import Claim
from simulator.documents.formats import mask_aadhaar
from simulator.documents.formats.amounts import figure
from simulator.documents.formats.model import CHECKED
from simulator.documents.model import Field
from simulator.documents.schema import FieldSpec

#: A runner-up is named from this score on.
_NAMED = 0.02
#: Letters of a runner-up that are shown.
_WIDEST = 48
#: A label has to be so near one of the field's to be named.
_LIKE = 0.8


def answered(spec: FieldSpec, choice: Choice) -> Field | None:
    """None for a count or a number that is none."""
    option = choice.claim.option
    places = tuple(token.place for token in option.tokens)
    value: str | int | float = option.value
    if spec.kind in ("number", "count"):
        number = figure(option.value)
        if number is None or (spec.kind == "count" and not number.is_integer()):
            return None
        value = int(number) if number.is_integer() else number
    return Field(value, choice.sure, places, why(choice))


def why(choice: Choice) -> str:
    """The evidence for a choice and its runner-up, for a person."""
    value = evidence(choice.claim)
    if choice.others and choice.others[0][1] >= _NAMED:
        other, score = choice.others[0]
        value += f"; next {shown(other)} {score:.2f}"
    return value


def shown(claim: Claim) -> str:
    value = claim.option.value
    if claim.field.spec.format == "aadhaar":
        return repr(mask_aadhaar(value))
    return repr(value if len(value) <= _WIDEST else value[:_WIDEST].rsplit(" ", 1)[0] + " ...")


def evidence(claim: Claim) -> str:
    """What spoke for a candidate: the way of the type file that led to it, the label near it, what its form proves."""
    field, at, option = claim.field, claim.at, claim.option
    texts = []
    lead = min(field.leads.get(at, ()), default=None)
    if lead is not None:
        texts.append(lead.rule)
    label = field.labelled(at, _LIKE)
    if label and lead is None:
        texts.append(f"{label} on page {option.page.number}")
    if option.found.proof >= CHECKED:
        texts.append("check digit right" if field.spec.format != "amount" else "spelled out in words")
    if field.trait(at, "sums"):
        texts.append("other amounts add up to it")
    if option.format == "address" and field.trait(at, "run"):
        texts.append("a whole address")
    if field.trait(at, "signs"):
        texts.append("said again elsewhere")
    if not texts:
        texts.append(f"{option.format} on page {option.page.number}")
    return ", ".join(texts)
