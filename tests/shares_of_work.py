"""How xdist shares the tests out: those of one stack to one worker, all others file by file.

One by one, as `--dist loadgroup` alone does it, each worker in turn would make what a file makes once for
all its tests, and the controller would count thousands of shares after every message.
"""

from xdist.scheduler import LoadGroupScheduling


class ByStackOrFile(LoadGroupScheduling):
    def _split_scope(self, nodeid: str) -> str:
        group = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if group == nodeid else group
