"""How long what clients send may be, in characters unless it says otherwise; the documentation quotes these numbers.

They are far above anything a client of Atlas needs, and low enough that no single request keeps others waiting.
"""

from __future__ import annotations

#: An identifier, a name, a type: `application_id`, `document_id`, `product_type`, `external_reference_id`, a Client-Id …
LONGEST_ID = 512
#: A URL that is to be called or fetched; pre-signed ones with session tokens have up to two thousand.
LONGEST_URL = 8_000
#: A message to the assistant.
LONGEST_TEXT = 10_000
#: An address, and how many are compared in one call: each answer repeats both addresses.
LONGEST_ADDRESS, MOST_ADDRESSES = 1_000, 1_000
#: What a client wants to have back: `flow_params`, in bytes.
LARGEST_PARAMS = 64_000
#: Items of one list: files of an upload, co-applicants of a flow.
MOST_ITEMS = 10_000
#: Values of one body, counted by the brackets, braces and commas in it: more take long to decode, however few bytes.
MOST_VALUES = 100_000
#: Bytes of a body under `/_sim`, other than files, snapshots and what an inbox takes.
LARGEST_CONTROL_BODY = 2_000_000
#: Fault rules that are in force for one tenant (or for everyone) besides those of flows.
MOST_RULES = 2_000
#: Given readings that are in force for one tenant (or for everyone).
MOST_READINGS = 10_000
#: Path and query of a request, in bytes.
LONGEST_TARGET = 16_000
#: Characters of a URL, a header or an error that are written down.
WRITTEN_DOWN = 2_000
#: What is kept at most, in entries and in bytes: exchanges of the journal, requests that came to inboxes, files that were put in.
#: Of the first two the oldest of whoever has most make room; a file is refused instead, since somebody has its URL.
MOST_JOURNAL, LARGEST_JOURNAL = 100_000, 500_000_000
MOST_RECEIVED, LARGEST_INBOXES = 10_000, 200_000_000
MOST_FILES, LARGEST_FILES = 10_000, 2_000_000_000
