"""Values chosen from everything that stands on the pages, by evidence: candidates, features, a learned score, one choice."""
