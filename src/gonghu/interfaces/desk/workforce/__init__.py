"""Pages of the workforce (队伍页面): who answers where, vacancies, appointing, handing over, the register."""
