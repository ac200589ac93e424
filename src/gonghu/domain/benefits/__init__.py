"""Applications, decisions and grants: from a finding to what a child is owed (申请、决定、待遇)."""
