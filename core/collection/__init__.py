"""Many photos and their answers in one SQLite file: a batch fills it, views query it, tables are written from it."""
