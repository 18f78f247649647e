"""An onboarding flow as it stands: who belongs to it, which files are whose, what was asked for and what is here.

Nothing of this is kept; all of it follows from the flow, its applicants and its files.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from simulator.atlas.onboarding.type_details import type_details
from simulator.documents.model import Reading
from simulator.flows.applicants import Applicant
from simulator.flows.model import Flow, ReadFile
from simulator.flows.states import FINAL, FileState
from simulator.matching.model import Product

#: From this similarity on two names are one person's: what the documentation calls consistent.
SAME_PERSON = 80
#: Comparisons that are remembered: each new file asks again about all that came before it.
COMPARED = 4096


class Case:
    """`applicants` are the primary one and then all others that there were; `files` in the order of their upload."""

    def __init__(
        self, flow: Flow, applicants: Sequence[Applicant], files: Sequence[ReadFile], product: Product
    ) -> None:
        self.flow = flow
        self.applicants = applicants
        self.files = files
        self._product = product
        self._owners: dict[str, Applicant] = {}

    @property
    def present(self) -> list[Applicant]:
        """The applicants who were not deleted."""
        return [each for each in self.applicants if not each.deleted]

    def owner(self, read: ReadFile) -> Applicant:
        """Whose file it is: the primary applicant's, unless a co-applicant's name stands on it and fits better."""
        if len(self.applicants) == 1 or read.reading is None:
            return self.applicants[0]
        if read.file.uuid not in self._owners:
            self._owners[read.file.uuid] = self._named_on(read.reading)
        return self._owners[read.file.uuid]

    def _named_on(self, reading: Reading) -> Applicant:
        names = names_in(reading)
        # The first of equals: the primary applicant, then the older co-applicant; one who is there before one who was.
        best = max([*self.present, *self.applicants], key=lambda each: name_similarity(names, each.username))
        return best if name_similarity(names, best.username) >= SAME_PERSON else self.applicants[0]

    def files_of(self, applicant: Applicant) -> list[ReadFile]:
        return [read for read in self.files if self.owner(read) == applicant]

    def required_of(self, applicant: Applicant) -> list[str]:
        """The types that are wanted of an applicant: those named for them, or else those of the product."""
        usual = self._product.documents if applicant.primary else self._product.co_applicant_documents
        return sorted(dict.fromkeys(applicant.user_docs or usual))

    def checklist(self, applicant: Applicant) -> dict[str, bool]:
        """Type to whether a good document of it is here; sorted, spelt as it was asked for."""
        spelling = type_details().spelling
        here = {
            spelling(read.reading.document_type)
            for read in self.files_of(applicant)
            if is_accepted(read) and read.reading
        }
        return {required: spelling(required) in here for required in self.required_of(applicant)}

    def missing(self, applicant: Applicant) -> list[str]:
        return [required for required, here in self.checklist(applicant).items() if not here]

    @property
    def in_progress(self) -> list[ReadFile]:
        """The files that are not done yet."""
        return [read for read in self.files if read.file.state not in FINAL]


def is_accepted(read: ReadFile) -> bool:
    """Whether a document was read and taken."""
    return read.reading is not None and bool(read.reading.document_type) and not read.reading.error_code


def has_failed(read: ReadFile) -> bool:
    """Whether a file could not be fetched or processed; one that was not recognised was processed."""
    return read.file.state in (FileState.UPLOAD_FAILED, FileState.PROCESSING_FAILED)


def names_in(reading: Reading) -> tuple[str, ...]:
    """The names of people or firms on a document that could be an applicant's."""
    found: list[str] = []
    for name in type_details().names.get(reading.document_type, ()):
        found += reading.fields[name].texts() if name in reading.fields else ()
    return tuple(each for each in found if each.strip())


@lru_cache(COMPARED)
def name_similarity(names: tuple[str, ...], username: str) -> int:
    """How alike the best of several names is to another, 0-100; 0 where there is none."""
    if not names:
        return 0
    from simulator.matching.scorers import score  # rapidfuzz: loaded when first needed, not with the server

    return max(score("name", each, username) for each in names)
