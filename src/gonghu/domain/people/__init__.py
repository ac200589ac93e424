"""People (人员): children with their files, adults, households, kin, and what is known of each from day to day."""
