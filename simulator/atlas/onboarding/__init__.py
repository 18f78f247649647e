"""Chat onboarding: its endpoints, the applicants and checklists of a flow, and the rule-based assistant (contract, section 7)."""
