"""Who may ask and what they may see: users with roles and clearance, sign-in, sessions, and the end of guessing.

Knows nothing of papers. ``may`` is the one question that every face asks before it lets somebody do something.
"""
