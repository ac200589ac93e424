"""One delivery screened and reported once, for all the tests that only look at what came out."""

from pathlib import Path

import pytest

from gonghu.engines.reporting import write_outputs

from .deliveries import Screened, screened


@pytest.fixture(scope="session")
def delivery() -> Screened:
    """Return the screened delivery; tests must leave its tables as they are."""
    return screened()


@pytest.fixture(scope="session")
def out(delivery: Screened, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with every output of the delivery."""
    folder = tmp_path_factory.mktemp("out")
    write_outputs(delivery.connection, delivery.record, folder)
    return folder
