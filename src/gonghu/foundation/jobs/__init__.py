"""
Background jobs (后台作业), kept in the site's own database.

A job is enqueued in the transaction of what asks for it, done by `gonghu worker`, and taken up again when its worker
dies. `registry` marks the functions that may be jobs, `enqueueing` asks for them, `progress` is what they speak to,
`working` does them, `clock` asks for those of every day.
"""
