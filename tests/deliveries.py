"""Deliveries of the sample district, with their files sealed as an upload leaves them."""

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from gonghu.domain.rosters.models import Delivery, DeliveryFile
from gonghu.domain.rosters.shelf import shelve
from gonghu.domain.rosters.terms import DeliveryState
from gonghu.foundation.sealed_files import seal_file
from gonghu.foundation.sealed_uploads import arriving_path, arriving_place

SAMPLES = Path(__file__).parent / "fixtures" / "rosters" / "jinnan"


def sample_delivery(at: datetime, *, folder: Path = SAMPLES, division: str = "120112000000") -> Delivery:
    """Leave the files of a folder as a confirmed delivery."""
    delivery = Delivery.objects.create(division_code=division, state=DeliveryState.CONFIRMED, uploaded_at=at)
    for turn, path in enumerate(sorted(folder.iterdir()), start=1):
        key, content = uuid4(), path.read_bytes()
        seal_file([content], arriving_path(key), place=arriving_place(key))
        shelve(delivery.pk, key)
        DeliveryFile.objects.create(
            uuid=key,
            delivery=delivery,
            turn=turn,
            name=path.name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
        )
    return delivery
