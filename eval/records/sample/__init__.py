"""Labels of the sample corpus, written from its sources; nothing here uses the code that is judged."""
