"""Identifiers in the forms that Atlas gives them (contract, section 13)."""

from __future__ import annotations

import random
import string
import uuid
from datetime import UTC, datetime

_draw = random.SystemRandom()


def new_uuid() -> str:
    return str(uuid.uuid4())


def new_batch_id(moment: float) -> str:
    """`BATCH-` 5 digits `-` 5 capitals `-` `YYYYMMDDhhmmss` of the simulated moment, UTC."""
    digits = "".join(_draw.choices(string.digits, k=5))
    capitals = "".join(_draw.choices(string.ascii_uppercase, k=5))
    return f"BATCH-{digits}-{capitals}-{datetime.fromtimestamp(moment, UTC):%Y%m%d%H%M%S}"
