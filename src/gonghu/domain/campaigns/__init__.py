"""Work done in rounds (行动): where children are in holidays, who is alone at New Year, sweeps from door to door."""
