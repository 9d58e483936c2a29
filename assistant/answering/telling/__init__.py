"""What the papers' records say to a question: a teller a kind of record, each from typed rows, never from likeness alone."""
