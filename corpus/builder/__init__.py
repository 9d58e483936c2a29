"""Builds the sample papers of Merrowby City Council, a council that does not exist."""
