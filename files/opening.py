"""The store and the scanner of this installation, as its settings name them."""

from files.scan import ClamScanner, NoScanner, Scanner
from files.store import FileStore, objects_in_folder
from settings import MasterKeys, Settings

UPLOADS_FOLDER = "files"


def open_store(settings: Settings, *, keys: MasterKeys) -> FileStore:
    return FileStore(objects_in_folder(settings.data_dir / UPLOADS_FOLDER), keys=keys)


def open_scanner(settings: Settings) -> Scanner:
    """Outside the local stack a virus scanner is not optional."""
    if settings.local:
        return NoScanner()
    host, _, port = settings.scanner_address.rpartition(":")
    return ClamScanner(host, int(port))
