"""The one mechanism by which things go wrong on purpose: named points, rules that match, and what they do there.

`points` is the table of what can happen where; its rows, each with the function that does it, stand in the `at_…` modules,
one for each place. `rules` is the form of a rule, `magic` the words in a client's own ids; `book` keeps the rules in force
and says which acts.
"""
