"""Insurance and referrals (参保与转介): who is enrolled at whose cost, who was sent where for help, what is to be keyed in."""
