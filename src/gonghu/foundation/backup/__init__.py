"""
Backup and restore (备份与恢复) of a deployment: database, delivered files, runs; never the keys.

`chunks` is the file's armour, `manifest` says what must come back, `databases` take a database out and put it back,
`writing` and `restoring` are the two ways.
"""
