"""The documents that are generated, and how."""
