"""Policy engine (政策引擎): law as data, three-valued, explained."""
