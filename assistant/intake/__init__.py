"""Papers in and out while a face goes on answering: what is sent lands in an inbox, waits its turn, and is taken in by a
process of its own, the only writer. Whatever breaks off there breaks off nothing else, and papers stay whole."""
