"""Models with encrypted fields."""

from typing import ClassVar

from django.db import models

from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed


class Letter(Sealed):
    """A letter."""

    # Said aloud because the type checker reads the settings of a deployment, which has no letters.
    objects: ClassVar[models.Manager["Letter"]] = models.Manager()

    title = models.CharField(max_length=50, blank=True)
    text = EncryptedText(null=True)
    number = EncryptedText(null=True)
    number_index = BlindIndex(of="number", purpose="number", null=True, db_index=True)
    last_digits = BlindIndex(of="number", purpose="last digits", last=4, null=True)


class Postcard(Sealed):
    """A postcard, whose number can be compared with those of letters."""

    objects: ClassVar[models.Manager["Postcard"]] = models.Manager()

    number = EncryptedText()
    number_index = BlindIndex(of="number", purpose="number")
