"""The audit (审计) on the desk."""
