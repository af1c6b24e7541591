"""An event loop in a thread of its own, for tests that aren't asynchronous."""

import asyncio
from collections.abc import Callable, Coroutine
from threading import Thread
from typing import Any, TypeVar

Result = TypeVar("Result")


class LoopThread:
    """Runs coroutines for other threads."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, name="stand-in Slack", daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result], timeout_seconds: float = 10) -> Result:
        """Run to the end, and return what came of it; not to be called from the loop's own thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout_seconds)

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Start soon, from any thread, in the order of the calls."""
        self.loop.call_soon_threadsafe(self._begin, work)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Act in the loop's thread after some seconds, unless it has ended by then."""
        self.loop.call_soon_threadsafe(self.loop.call_later, seconds, act)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """End what still runs, and the thread."""
        self.run(self._end_tasks())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
