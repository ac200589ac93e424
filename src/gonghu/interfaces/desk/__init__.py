"""The desk (工作台): the pages of province, city, district and town staff."""
