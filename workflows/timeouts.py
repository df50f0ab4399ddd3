"""Every duration that the workflows use, in one place."""

from datetime import timedelta

LOOK_TIMEOUT = timedelta(seconds=60)
LOOK_RETRY_FIRST = timedelta(milliseconds=200)
LOOK_RETRY_MOST = timedelta(seconds=10)
EFFECT_TIMEOUT = timedelta(seconds=50)
EFFECT_HEARTBEAT_TIMEOUT = timedelta(seconds=10)  # activities beat every 3 s
EFFECT_QUEUE_TIMEOUT = timedelta(minutes=10)
SHORTEST_TIMER = timedelta(seconds=1)
LONGEST_TIMER = timedelta(days=30)
EVENTS_BEFORE_A_NEW_RUN = 4_000
