"""The rule-based assistant: what it says when a document arrived, when it is spoken to, and when a flow is closed.

Pure rules: the same case, message and day give the same words, on any machine, without any service.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from simulator.atlas.onboarding.case import Case, failed, good
from simulator.atlas.onboarding.judgement import Doubt, doubts
from simulator.atlas.onboarding.library import Library
from simulator.atlas.onboarding.papers import papers
from simulator.atlas.onboarding.sentences import asks_what, intent_of, listed, sentences
from simulator.flows.applicants import Applicant
from simulator.flows.model import ReadFile
from simulator.flows.states import FINAL

#: Intents of chat events (contract, section 3): an answer to the user, something that is wrong with a document, a
#: document that was taken; and one of our own, for the end.
ANSWER, WARNING, PICTURE, PDF, CLOSED = (
    "user_query",
    "warning",
    "parse image request",
    "parse pdf request",
    "flow_closed",
)


class Said(msgspec.Struct, frozen=True):
    """A message, and the intent under which it goes out."""

    intent: str
    text: str


class Assistant:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._arrived = sentences().arrived
        self._state = sentences().state
        self._answers = sentences().answers
        self._by_intent: dict[str, Callable[[Case], str]] = {
            "submit": self._submit,
            "missing": self._missing,
            "status": self._status,
            "applicants": self._applicants,
            "upload": lambda case: self._answers["upload"],
            "who": lambda case: self._answers["who"],
            "feeling": lambda case: f"{self._answers['feeling']} {self._missing(case)}",
            "help": lambda case: self._answers["help"],
            "thanks": lambda case: self._answers["thanks"],
            "goodbye": lambda case: self._answers["goodbye"],
            "greeting": self._greeting,
            "": lambda case: f"{self._answers['unknown']} {self._answers['help']}",
        }

    # When something happened

    def arrived(self, read: ReadFile, case: Case, today: date, *, pdf: bool) -> Said:
        """What to say of a document whose work is done: thanks or doubts, and what is missing now."""
        found = doubts(read, case, today)
        intent = WARNING if found else PDF if pdf else PICTURE
        said = [self._doubt(doubt, read, case) for doubt in found]
        if good(read) and not any(doubt.kind == "not_asked" for doubt in found):
            said.insert(0, self._arrived["kept" if found else "good"].format(paper=self._paper(read)))
        if not case.flow.closed:
            said.append(self._state_of(case.owner(read), case))
        return Said(intent, " ".join(said))

    def closed(self) -> Said:
        return Said(CLOSED, self._state["closed"])

    def _doubt(self, doubt: Doubt, read: ReadFile, case: Case) -> str:
        document = (
            f"{self._paper(read)} {read.file.document_id}" if self._type(read) else f"file {read.file.document_id}"
        )
        return self._arrived[doubt.kind].format(
            document_id=read.file.document_id,
            paper=self._paper(read),
            what=document,
            said=doubt.said,
            whom=case.owner(read).username,
        )

    # When it is spoken to

    def reply(self, message: str, case: Case, today: date) -> Said:
        """The answer to a message of the user."""
        intent, named = intent_of(message), self._library.named_in(message)
        if intent == "problems":
            return Said(ANSWER, self._problems(case, today))
        if named and asks_what(message):
            return Said(ANSWER, self._explain(named, case))
        if named and intent not in ("submit", "upload"):
            return Said(ANSWER, self._whether_here(named, case))
        return Said(ANSWER, self._by_intent[intent](case))

    def _greeting(self, case: Case) -> str:
        hello = self._answers["greeting"].format(name=case.flow.username, application=case.flow.application_id)
        return f"{hello} {self._missing(case)}"

    def _missing(self, case: Case) -> str:
        if case.flow.closed:
            return self._state["closed"]
        return " ".join([*self._working(case), *(self._state_of(each, case) for each in case.present)])

    def _working(self, case: Case) -> list[str]:
        count = len(case.under_way)
        return [self._state["working"].format(count=count, total=len(case.files))] if count else []

    def _status(self, case: Case) -> str:
        if not case.files:
            said = [self._state["nothing"]]
        else:
            done = sum(read.file.state in FINAL for read in case.files)
            said = [self._state["settled"].format(count=done, total=len(case.files))]
            unusable = [read for read in case.files if failed(read) or (read.file.state in FINAL and not good(read))]
            if unusable:
                documents = listed(read.file.document_id for read in unusable)
                said.append(self._state["failed"].format(documents=documents))
        return " ".join([*said, self._missing(case)])

    def _submit(self, case: Case) -> str:
        if case.flow.closed:
            return self._state["closed"]
        if any(case.missing(each) for each in case.present):
            return f"{self._answers['submit_missing']} {self._missing(case)}"
        return " ".join([self._answers["submit_ready"], *self._working(case)])

    def _problems(self, case: Case, today: date) -> str:
        done = [read for read in case.files if read.file.state in FINAL and not case.owner(read).deleted]
        said = [self._doubt(doubt, read, case) for read in done for doubt in doubts(read, case, today)]
        return " ".join(said or [self._answers["no_problems"], *self._working(case)])

    def _applicants(self, case: Case) -> str:
        people = self._answers["applicants"].format(people=listed(each.username for each in case.present))
        return f"{people} {self._missing(case)}"

    def _explain(self, document_type: str, case: Case) -> str:
        paper, about = self._library.title(document_type), self._library.about(document_type)
        said = [self._answers["explain"].format(paper=paper, about=about)]
        wanting = [each for each in case.present if _wants(case, each, document_type)]
        for each in wanting or case.present[:1]:
            said.append(self._answers["wanted" if wanting else "not_wanted"].format(whom=each.username))
        return " ".join(said)

    def _whether_here(self, document_type: str, case: Case) -> str:
        said = [self._one_here(document_type, each, case) for each in case.present if _wants(case, each, document_type)]
        if not said:
            return self._explain(document_type, case)
        if case.under_way:
            said.append(self._answers["being_checked"].format(count=len(case.under_way)))
        return " ".join(said)

    def _one_here(self, document_type: str, applicant: Applicant, case: Case) -> str:
        absent = any(papers().spelling(wanted) == document_type for wanted in case.missing(applicant))
        sentence = self._answers["not_here" if absent else "here"]
        return sentence.format(paper=self._library.title(document_type), whom=applicant.username)

    # Words for things

    def _state_of(self, applicant: Applicant, case: Case) -> str:
        missing = case.missing(applicant)
        if not missing:
            return self._state["complete"].format(whom=applicant.username)
        return self._state["missing"].format(whom=applicant.username, papers=listed(map(self._library.title, missing)))

    def _type(self, read: ReadFile) -> str:
        return papers().spelling(read.reading.document_type) if read.reading else ""

    def _paper(self, read: ReadFile) -> str:
        return self._library.title(self._type(read))


def _wants(case: Case, applicant: Applicant, document_type: str) -> bool:
    return document_type in map(papers().spelling, case.asked_of(applicant))
