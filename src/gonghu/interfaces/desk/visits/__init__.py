"""Pages of visits (走访): what was made, what is due, how far everybody was reached, problems, what needs care."""
