"""Pages of taking over whom others pay already (在发接收)."""
