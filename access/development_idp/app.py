"""The process: `uvicorn access.development_idp.app:app`. Only ever in the local stack."""

from access.development_idp.provider import create_provider
from settings import get_settings


class NotALocalStack(Exception):
    """Anybody can be anybody here, so it must not start where real people are served."""


_settings = get_settings()
if not _settings.local:
    raise NotALocalStack("the development identity provider runs in the local stack only")

app = create_provider(
    issuer=_settings.identity_provider_url,
    public_url=_settings.public_url,
    data_dir=_settings.data_dir,
)
