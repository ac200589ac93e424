"""
What Gonghu costs and how it scales, as ratios against a peer and against the limit, within one run on one machine.

`python -m benchmarks` runs all at small sizes; `python -m benchmarks linkage --size 1000000 --rounds 3` one in earnest.
"""
