"""The only place that writes: SQLAlchemy tables, keyword index and Chroma collections, one ingest all or nothing."""
