"""The process: `uvicorn departments.simulated.app:app`."""

from pathlib import Path

from departments.registry import load_connectors
from departments.simulated.simulation import create_simulation
from settings import get_settings

_settings = get_settings()

app = create_simulation(
    data_dir=Path(_settings.data_dir),
    departments_url=_settings.departments_url,
    secrets={
        code: connector.secret
        for code, connector in load_connectors(
            Path(_settings.data_dir),
            departments_url=_settings.departments_url,
            local=_settings.local,
        ).items()
    },
)
