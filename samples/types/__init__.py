"""One module a family of document types; each says its layouts in `LAYOUTS`."""
