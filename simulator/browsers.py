"""What browsers are told about every answer of the server: headers that keep a script from running where none should.

Whatever a client, a receiver or a document put into an answer, a browser must not take it for a page of the simulator's.
"""

from __future__ import annotations

#: The type of an answer is what its header says, never what its beginning looks like.
NOSNIFF = ("X-Content-Type-Options", "nosniff")
#: An answer that is no page may be shown; nothing in it runs, loads anything, or counts as the simulator's own origin.
SANDBOX = (b"content-security-policy", b"default-src 'none'; sandbox; frame-ancestors 'none'")
#: Pages run no script but the simulator's own.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
