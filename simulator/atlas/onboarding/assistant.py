"""The rule-based assistant: what it says when a document arrived, when it is spoken to, and when a flow is closed.

Pure rules: the same case, message and day give the same words, on any machine, without any service.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from simulator.atlas.onboarding.case import Case, has_failed, is_accepted
from simulator.atlas.onboarding.issues import Issue, find_issues
from simulator.atlas.onboarding.sentences import intent_of, is_question, join_words, sentences
from simulator.atlas.onboarding.type_details import type_details
from simulator.atlas.onboarding.type_names import TypeNames
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


class AssistantMessage(msgspec.Struct, frozen=True):
    """A message, and the intent under which it goes out."""

    intent: str
    text: str


class Assistant:
    def __init__(self, library: TypeNames) -> None:
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

    def arrived(self, read: ReadFile, case: Case, today: date, *, pdf: bool) -> AssistantMessage:
        """What to say of a document whose work is done: thanks or doubts, and what is missing now."""
        found = find_issues(read, case, today)
        intent = WARNING if found else PDF if pdf else PICTURE
        texts = [self._issue_message(doubt, read, case) for doubt in found]
        if is_accepted(read) and not any(doubt.kind == "not_asked" for doubt in found):
            texts.insert(0, self._arrived["kept" if found else "good"].format(paper=self._paper(read)))
        if not case.flow.closed:
            texts.append(self._state_of(case.owner(read), case))
        return AssistantMessage(intent, " ".join(texts))

    def closed(self) -> AssistantMessage:
        return AssistantMessage(CLOSED, self._state["closed"])

    def _issue_message(self, doubt: Issue, read: ReadFile, case: Case) -> str:
        document = (
            f"{self._paper(read)} {read.file.document_id}" if self._type(read) else f"file {read.file.document_id}"
        )
        return self._arrived[doubt.kind].format(
            document_id=read.file.document_id,
            paper=self._paper(read),
            what=document,
            said=doubt.detail,
            whom=case.owner(read).username,
        )

    # When it is spoken to

    def reply(self, message: str, case: Case, today: date) -> AssistantMessage:
        """The answer to a message of the user."""
        intent, named = intent_of(message), self._library.named_in(message)
        if intent == "problems":
            return AssistantMessage(ANSWER, self._problems(case, today))
        if named and is_question(message):
            return AssistantMessage(ANSWER, self._explain(named, case))
        if named and intent not in ("submit", "upload"):
            return AssistantMessage(ANSWER, self._whether_here(named, case))
        return AssistantMessage(ANSWER, self._by_intent[intent](case))

    def _greeting(self, case: Case) -> str:
        hello = self._answers["greeting"].format(name=case.flow.username, application=case.flow.application_id)
        return f"{hello} {self._missing(case)}"

    def _missing(self, case: Case) -> str:
        if case.flow.closed:
            return self._state["closed"]
        return " ".join([*self._working(case), *(self._state_of(each, case) for each in case.present)])

    def _working(self, case: Case) -> list[str]:
        count = len(case.in_progress)
        return [self._state["working"].format(count=count, total=len(case.files))] if count else []

    def _status(self, case: Case) -> str:
        if not case.files:
            texts = [self._state["nothing"]]
        else:
            done = sum(read.file.state in FINAL for read in case.files)
            texts = [self._state["settled"].format(count=done, total=len(case.files))]
            unusable = [
                read for read in case.files if has_failed(read) or (read.file.state in FINAL and not is_accepted(read))
            ]
            if unusable:
                documents = join_words(read.file.document_id for read in unusable)
                texts.append(self._state["failed"].format(documents=documents))
        return " ".join([*texts, self._missing(case)])

    def _submit(self, case: Case) -> str:
        if case.flow.closed:
            return self._state["closed"]
        if any(case.missing(each) for each in case.present):
            return f"{self._answers['submit_missing']} {self._missing(case)}"
        return " ".join([self._answers["submit_ready"], *self._working(case)])

    def _problems(self, case: Case, today: date) -> str:
        done = [read for read in case.files if read.file.state in FINAL and not case.owner(read).deleted]
        texts = [self._issue_message(doubt, read, case) for read in done for doubt in find_issues(read, case, today)]
        return " ".join(texts or [self._answers["no_problems"], *self._working(case)])

    def _applicants(self, case: Case) -> str:
        people = self._answers["applicants"].format(people=join_words(each.username for each in case.present))
        return f"{people} {self._missing(case)}"

    def _explain(self, document_type: str, case: Case) -> str:
        paper, about = self._library.title(document_type), self._library.about(document_type)
        texts = [self._answers["explain"].format(paper=paper, about=about)]
        wanting = [each for each in case.present if _needs(case, each, document_type)]
        for each in wanting or case.present[:1]:
            texts.append(self._answers["wanted" if wanting else "not_wanted"].format(whom=each.username))
        return " ".join(texts)

    def _whether_here(self, document_type: str, case: Case) -> str:
        texts = [
            self._one_here(document_type, each, case) for each in case.present if _needs(case, each, document_type)
        ]
        if not texts:
            return self._explain(document_type, case)
        if case.in_progress:
            texts.append(self._answers["being_checked"].format(count=len(case.in_progress)))
        return " ".join(texts)

    def _one_here(self, document_type: str, applicant: Applicant, case: Case) -> str:
        absent = any(type_details().spelling(missing_type) == document_type for missing_type in case.missing(applicant))
        sentence = self._answers["not_here" if absent else "here"]
        return sentence.format(paper=self._library.title(document_type), whom=applicant.username)

    # Words for things

    def _state_of(self, applicant: Applicant, case: Case) -> str:
        missing = case.missing(applicant)
        if not missing:
            return self._state["complete"].format(whom=applicant.username)
        return self._state["missing"].format(
            whom=applicant.username, papers=join_words(map(self._library.title, missing))
        )

    def _type(self, read: ReadFile) -> str:
        return type_details().spelling(read.reading.document_type) if read.reading else ""

    def _paper(self, read: ReadFile) -> str:
        return self._library.title(self._type(read))


def _needs(case: Case, applicant: Applicant, document_type: str) -> bool:
    return document_type in map(type_details().spelling, case.required_of(applicant))
