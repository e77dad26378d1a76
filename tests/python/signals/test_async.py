"""Signals with threads, contexts and asyncio."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from typing import Any

import pytest
from lattice import SignalError, batch, effect, memo, on_cleanup, signal, untrack

# ------------------------------------------------------------------ the observer


def test_a_thread_has_its_own_observer() -> None:
    inside, outside = signal(0), signal(0)
    runs: list[int] = []

    @effect
    def watch() -> None:
        runs.append(inside.value)
        thread = threading.Thread(target=lambda: outside.value)
        thread.start()
        thread.join()

    outside.value = 1
    assert runs == [0]
    inside.value = 1
    assert runs == [0, 1]
    watch.dispose()


def test_another_context_has_its_own_observer() -> None:
    inside, outside = signal(0), signal(0)
    variable: contextvars.ContextVar[int] = contextvars.ContextVar("variable")
    runs: list[int] = []

    @effect
    def watch() -> None:
        contextvars.copy_context().run(lambda: outside.value)
        # A first variable set in a context does not make it another one.
        variable.set(1)
        runs.append(inside.value)

    outside.value = 1
    assert runs == [0]
    inside.value = 1
    assert runs == [0, 1]
    watch.dispose()


def test_a_task_has_its_own_observer() -> None:
    early, late = signal(0), signal(0)
    runs: list[int] = []

    async def main() -> None:
        async def later() -> int:
            return late.value

        tasks: list[asyncio.Task[int]] = []

        @effect
        def watch() -> None:
            runs.append(early.value)
            tasks.append(asyncio.create_task(later()))

        await tasks[0]
        late.value = 1
        assert runs == [0]
        early.value = 1
        assert runs == [0, 1]
        watch.dispose()
        await asyncio.gather(*tasks)

    asyncio.run(main())


def test_a_loop_inside_an_effect_does_not_subscribe_its_tasks() -> None:
    late = signal(0)
    runs: list[int] = []

    async def read() -> int:
        return late.value

    watch = effect(lambda: runs.append(asyncio.run(read())))
    late.value = 1
    assert runs == [0]
    watch.dispose()


def test_tasks_do_not_see_the_observer_of_each_other() -> None:
    a = signal(0)

    async def main() -> None:
        start = asyncio.Event()

        async def reader() -> int:
            await start.wait()
            return a.value

        task = asyncio.create_task(reader())
        runs: list[int] = []

        @effect
        def watch() -> None:
            runs.append(1)
            start.set()

        await task
        a.value = 1
        assert runs == [1]
        watch.dispose()

    asyncio.run(main())


# ------------------------------------------------------------------ asynchronous effects


def test_reads_after_await_stay_tracked_in_an_async_effect() -> None:
    a, b = signal(1), signal(10)
    seen: list[int] = []

    async def main() -> None:
        @effect
        async def watch() -> None:
            first = a.value
            await asyncio.sleep(0)
            seen.append(first + b.value)

        for _ in range(4):
            await asyncio.sleep(0)
        assert seen == [11]
        b.value = 20
        for _ in range(4):
            await asyncio.sleep(0)
        assert seen == [11, 21]
        a.value = 2
        for _ in range(4):
            await asyncio.sleep(0)
        assert seen == [11, 21, 22]
        watch.dispose()
        a.value = 3
        await asyncio.sleep(0.01)
        assert seen == [11, 21, 22]

    asyncio.run(main())


def test_a_change_cancels_the_run_before() -> None:
    query = signal("a")
    results = signal("")
    log: list[str] = []

    async def main() -> None:
        @effect
        async def load() -> None:
            text = query.value
            on_cleanup(lambda: log.append(f"clean {text}"))
            try:
                await asyncio.sleep(0.01 if text != "a" else 60)
            except asyncio.CancelledError:
                log.append(f"cancelled {text}")
                raise
            results.value = f"results for {text}"

        await asyncio.sleep(0)
        query.value = "ab"
        await asyncio.sleep(0.05)
        assert results.value == "results for ab"
        assert "clean a" in log
        assert "cancelled a" in log
        load.dispose()

    asyncio.run(main())


def test_an_async_effect_runs_in_its_loop_whoever_writes() -> None:
    count = signal(0)
    threads: list[int] = []

    async def main() -> None:
        changed = asyncio.Event()

        @effect
        async def watch() -> None:
            if count.value == 1:
                changed.set()
            threads.append(threading.get_ident())

        await asyncio.sleep(0)
        await asyncio.to_thread(count.set, 1)
        await asyncio.wait_for(changed.wait(), 5)
        await asyncio.sleep(0)
        watch.dispose()

    asyncio.run(main())
    assert set(threads) == {threading.get_ident()}


def test_an_async_effect_needs_a_loop() -> None:
    async def run() -> None:
        raise AssertionError

    with pytest.raises(SignalError, match="running event loop"):
        effect(run)


def test_errors_of_async_effects_reach_the_loop() -> None:
    errors: list[Any] = []

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda loop, context: errors.append(context["exception"])
        )

        @effect
        async def bad() -> None:
            await asyncio.sleep(0)
            raise LookupError

        await asyncio.sleep(0.01)
        bad.dispose()

    asyncio.run(main())
    assert [type(error) for error in errors] == [LookupError]


def test_many_steps_make_one_link_for_each_dependency() -> None:
    from lattice import _core

    a, b = signal(0), signal(0)
    other = effect(lambda: (a.value, b.value))

    async def main() -> None:
        @effect
        async def watch() -> None:
            for _ in range(50):
                a.value, b.value  # noqa: B018
                keep = effect(lambda: (a.value, b.value))
                await asyncio.sleep(0)
                keep.dispose()

        before = _core._links_made()
        await asyncio.sleep(0.05)
        assert _core._links_made() - before <= 2 + 2 * 50
        watch.dispose()

    asyncio.run(main())
    other.dispose()


def test_untrack_across_an_await_is_safe() -> None:
    a, b = signal(0), signal(0)
    runs: list[int] = []

    async def main() -> None:
        @effect
        async def watch() -> None:
            runs.append(a.value)
            with untrack():
                await asyncio.sleep(0)
            b.value  # noqa: B018

        await asyncio.sleep(0.01)
        b.value = 1
        await asyncio.sleep(0.01)
        assert runs == [0, 0]
        watch.dispose()

    asyncio.run(main())


def test_a_memo_cannot_be_async() -> None:
    async def compute() -> int:
        return 1

    with pytest.raises(TypeError, match="asynchronous"):
        memo(compute)()


def test_a_batch_in_a_task() -> None:
    a = signal(0)
    seen: list[int] = []
    watch = effect(lambda: seen.append(a.value))

    async def main() -> None:
        with batch():
            a.value = 1
            await asyncio.sleep(0)
            a.value = 2

    asyncio.run(main())
    assert seen == [0, 2]
    watch.dispose()


# ------------------------------------------------------------------ threads


def test_threads_write_and_read_one_graph() -> None:
    heads = [signal(0) for _ in range(4)]
    total = memo(lambda: sum(head.value for head in heads))
    seen: list[int] = []
    watch = effect(lambda: seen.append(total()))
    failures: list[str] = []

    def work(i: int) -> None:
        own = memo(lambda: total() + i)
        for n in range(1, 300):
            heads[i].value = n
            if own() < n + i:
                failures.append(f"{i} {n}")

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert total() == 4 * 299
    assert seen[-1] == 4 * 299
    watch.dispose()


def test_nobody_waits_for_a_memo_that_another_thread_computes() -> None:
    inside, leave = threading.Event(), threading.Event()
    head = signal(1)
    main = threading.get_ident()

    @memo
    def slow() -> int:
        value = head.value
        if threading.get_ident() != main:
            inside.set()
            assert leave.wait(10)
        return value * 10

    thread = threading.Thread(target=slow)
    thread.start()
    assert inside.wait(10)
    assert slow() == 10
    seen: list[int] = []
    watch = effect(lambda: seen.append(slow()))
    head.value = 2
    leave.set()
    thread.join()
    assert slow() == 20
    assert seen[-1] == 20
    head.value = 3
    assert seen[-1] == 30
    watch.dispose()


def test_an_effect_may_wait_for_a_thread_that_uses_the_graph() -> None:
    head, answer = signal(0), signal(0)

    @effect
    def watch() -> None:
        value = head.value

        def work() -> None:
            answer.value = value * 2

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()

    head.value = 5
    assert answer.value == 10
    watch.dispose()
