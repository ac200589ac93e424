"""Tools that know Django but nothing of children: encryption at rest, the audit chain, who acts."""
