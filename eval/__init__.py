"""The question-answer regression set: cases, a runner, scorers, comparison of two runs, and their reports."""
