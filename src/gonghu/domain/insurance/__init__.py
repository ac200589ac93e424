"""Insurance and referrals (参保与转介): who is insured at whose cost, who was sent where, what is to be keyed in."""
