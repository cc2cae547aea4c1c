"""The thread that writes: from what was heard to lines in files. No failure of a disk ends it."""
import logging
import threading

from ..journal import SERVER_LOGGER
from .events import INLINE_BYTES, inline, line, payload_events
from .files import CollectionFiles, reason_of
from .recorder import read_record

_JOINED = 1 << 20
_PATIENCE_S = 1.0

_logger = logging.getLogger(SERVER_LOGGER)


class Writer(threading.Thread):
    """Takes from the backlog: records of children as bytes, events of scripts as they are."""

    def __init__(self, plan, backlog, tally):
        super().__init__(name="collector-writer", daemon=True)
        self._plan = plan
        self._backlog = backlog
        self._tally = tally
        self._files = {name: CollectionFiles(each, plan) for name, each in plan.collections.items()}
        self._joined = {name: [] for name in plan.collections}
        self._sizes = dict.fromkeys(plan.collections, 0)
        # Set once the instance has no more time: what is left is counted, and no longer written.
        self.expired = False
        self._complained = False

    def run(self):
        """Until the backlog is closed and empty."""
        while True:
            items = self._backlog.take(_PATIENCE_S)
            if items is None:
                break
            for item in items:
                self._add(item)
            for name in self._joined:
                self._flush(name)
            self._tally.tick()
        for files in self._files.values():
            files.close()

    def _add(self, item):
        try:
            events = payload_events(self._plan, *read_record(item)) if isinstance(item, bytes) else [item]
        except Exception as error:
            self._lost(next(iter(self._plan.collections)), 1, error)
            return
        for event in events:
            if self.expired:
                self._tally.dropped(event.collection, "stopped")
                continue
            try:
                rendered = self._rendered(event)
            except Exception as error:
                self._lost(event.collection, 1, error)
                continue
            self._joined[event.collection].append(rendered)
            self._sizes[event.collection] += len(rendered)
            if self._sizes[event.collection] > _JOINED:
                self._flush(event.collection)

    def _rendered(self, event):
        data = inline(event.body, event.kind)
        if data is not None:
            return line(event, data, False)
        # The address is in the log only once the file is whole.
        suffix = ".json" if "json" in event.kind and len(event.body) > INLINE_BYTES else ".bin"
        name = "{}-{}{}".format(self._plan.instance_id, event.before["id"], suffix)
        address = self._files[event.collection].put(name, event.body)
        return line(event, b'"' + address.encode("utf-8") + b'"', True)

    def _flush(self, name):
        lines = self._joined[name]
        if not lines:
            return
        self._joined[name], self._sizes[name] = [], 0
        try:
            self._files[name].append(b"".join(lines))
        except Exception:
            # Some of them may fit, or be written while others are not.
            for each in lines:
                self._append(name, each)
            return
        self._tally.collected(name, len(lines))

    def _append(self, name, each):
        try:
            self._files[name].append(each)
        except Exception as error:
            self._lost(name, 1, error)
            return
        self._tally.collected(name)

    def _lost(self, name, count, error):
        reason = reason_of(error)
        self._tally.dropped(name, reason, count)
        if reason in ("io_error", "internal_error") and not self._complained:
            self._complained = True
            _logger.error("Collected data of %s cannot be written: %s", name, error, exc_info=error)
