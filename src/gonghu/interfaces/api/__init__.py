"""Other programs (其他程序): ODK Collect and OpenRosa clients, and what pyodk asks of ODK Central."""
