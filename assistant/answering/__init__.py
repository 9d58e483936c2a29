"""A question to an Answer: understand, gather, suffice, compose, verify."""
