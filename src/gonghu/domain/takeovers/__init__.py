"""Children whom others pay already are taken over (在发接收), so that the next month is paid here."""
