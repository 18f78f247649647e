"""How long what clients send may be, in characters unless it says otherwise; the documentation quotes these numbers.

They are far above anything a client of Atlas needs, and low enough that no single request keeps others waiting.
"""

from __future__ import annotations

#: An identifier, a name, a type: `application_id`, `document_id`, `product_type`, `external_reference_id`, a Client-Id …
LONGEST_ID = 512
#: A URL that is to be called or fetched; pre-signed ones with session tokens have up to two thousand.
LONGEST_URL = 8_000
#: An address, or a message to the assistant.
LONGEST_TEXT = 10_000
#: What a client wants to have back: `flow_params`, in bytes.
LARGEST_PARAMS = 64_000
#: Items of one list: files of an upload, addresses of a comparison, co-applicants of a flow.
MOST_ITEMS = 2_000
#: Path and query of a request, in bytes.
LONGEST_TARGET = 8_000
#: Characters of a URL, a header or an error that are written down.
WRITTEN_DOWN = 2_000
