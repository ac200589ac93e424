"""Tasks (任务): every lead has an owner, a deadline and an outcome; what is late goes up, step by step."""
