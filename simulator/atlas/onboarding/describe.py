"""What the declarations of the onboarding endpoints share: the family's title, schemas and errors of applicants and flows."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.atlas.describe import FLOW, NO_TOKEN, NONEMPTY_TEXT, Describer
from simulator.atlas.errors import (
    ApiError,
    applicant_deleted,
    applicant_not_found,
    flow_not_found,
    missing,
    missing_query,
)
from simulator.endpoints import Failure, Input, Schema

TAG = "Chat onboarding"
PREFIX_V1, PREFIX_V2 = "/v1/verification", "/v2/verification"
DOCS: Schema = {"type": "array", "items": NONEMPTY_TEXT}
OF_APPLICANT = (
    Input("flow_id", NONEMPTY_TEXT, example=FLOW),
    Input("external_reference_id", NONEMPTY_TEXT, example="CUST-9283"),
)


def applicant_failures(describe: Describer, *, in_body: bool = False) -> Sequence[Failure]:
    """The errors of a call that names an applicant: in its query, or in its body."""
    absent = missing(["flow_id"]) if in_body else missing_query(["flow_id"])
    return describe.failures(
        (absent, "parameters are absent or empty"),
        NO_TOKEN,
        (applicant_not_found(), "no such flow, or nobody in it has that reference"),
        (applicant_deleted(), "the co-applicant was deleted"),
    )


def no_open_flow() -> tuple[ApiError, str]:
    return flow_not_found(), "no onboarding flow of this account, or a closed one"
