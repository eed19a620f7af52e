"""The machine for committee advice: seats, interests and recusal, aspect scores, votes, a tally with reasons, the advice.

It knows no domain: who sits, which aspects count, quorum, mix and majority are all given as data.
"""
