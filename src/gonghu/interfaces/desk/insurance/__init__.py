"""Pages of insurance, referrals and keying (参保、转介、录入页面)."""
