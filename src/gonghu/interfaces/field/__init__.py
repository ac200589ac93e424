"""The field (走访端): the offline app of village child directors, and what it speaks with."""
