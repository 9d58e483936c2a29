"""Labelled rows of the papers, and how the records of the program compare with them. See README.md beside this file."""
