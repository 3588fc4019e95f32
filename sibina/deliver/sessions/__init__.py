"""Sessions: training, workshop, seminar and the other classical forms, from the plan to who was there.

Takes: the set plan's sessions and seats, venues, speakers, people. Gives: what each person attended, as raw facts.
Decides: who has a seat, whether a session goes ahead, who was there. Tells next: credit.
"""
