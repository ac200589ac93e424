"""The workforce (队伍): who answers for which village, town and district; the real-name register; hand-over."""
