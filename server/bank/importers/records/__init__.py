"""Documents of records: rows of a table, objects of JSON and YAML, notes of Anki, each a question with its fields."""
