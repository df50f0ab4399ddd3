"""Process 2: the API and the pages, on the loopback; a reverse proxy stands in front in production."""

import gc

# Open event streams would otherwise hold up the stop for ever.
GRACEFUL_SHUTDOWN_SECONDS = 2


def main() -> None:
    # What is imported stays until the end: nobody need look through it for garbage, now (a seventh of the
    # start) or later. That is why the imports stand here.
    gc.disable()
    import uvicorn
    from prometheus_client import start_http_server

    from api.app_factory import create_app
    from engine.due import run_due_deadlines
    from portal.refused import refusal_page
    from portal.routers import PAGES
    from settings import LOOPBACK, get_settings

    settings = get_settings()
    if settings.web_metrics_port is not None:
        start_http_server(settings.web_metrics_port, addr=LOOPBACK)
    app = create_app(
        settings,
        more_routers=PAGES,
        page_refusal=refusal_page,
        run_due=lambda parts: run_due_deadlines(parts.engine),
    )
    gc.freeze()
    gc.enable()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.web_port,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_SECONDS,
        log_level=settings.log_level.lower(),
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        # Paths can hold a case number or a verification code.
        access_log=False,
    )


if __name__ == "__main__":
    main()
