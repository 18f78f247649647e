"""The calls that the vendor's own dashboard makes, without a token (contract, section 14)."""
