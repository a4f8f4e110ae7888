"""The people of an interview: their names, what the page says of them, and who asks whom."""
