"""The departments' contract as OpenAPI: `python -m departments.simulated.contract_document` writes it."""

import json
from pathlib import Path

from departments.simulated.simulation import create_simulation

DOCUMENT = Path(__file__).parents[1] / "openapi.json"


def render() -> str:
    app = create_simulation(data_dir=Path(), departments_url="", secrets={})
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(render(), encoding="utf-8")
