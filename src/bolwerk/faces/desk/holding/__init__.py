"""The holder's side of licences: what I have, what is left, what I owe, and what I can ask."""
