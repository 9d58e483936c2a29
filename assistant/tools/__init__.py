"""Structured look-ups: typed rows with their provenance, for the registers and for answers."""
