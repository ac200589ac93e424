"""Access (权限): accounts, posts, scope, what is sealed, grants and emergencies, who looked at whom, signing in."""
