"""Members of a city: who may log in, in which role, for which unit or person.

Takes: what an officer types. Gives: log-ins with a place, and a link by which a person sets the own password.
Decides: whether the last officer would be locked out. Tells next: nobody; the trail keeps each change.
"""
