"""The workloads as a FastAPI user would write them: one async generator per stream, and sse-starlette for the wire format."""

import asyncio
import json
import sys
import time

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from sse_starlette import EventSourceResponse


def event(counter: int) -> dict[str, str]:
    reading = {"n": counter, "t": time.monotonic_ns(), "sensor": "kitchen", "unit": "celsius", "value": 21.5}
    return {"id": str(counter), "event": "reading", "data": json.dumps(reading, separators=(",", ":"))}


class Timeline:
    """Events that every follower receives, rendered once."""

    def __init__(self, period: float) -> None:
        self.period = period
        self.latest: dict[str, str] | None = None
        self.history: list[dict[str, str]] = []
        self.advanced = asyncio.Condition()
        self.task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        start = time.monotonic()
        while True:
            self.history.append(event(len(self.history) + 1))
            async with self.advanced:
                self.advanced.notify_all()
            await asyncio.sleep(max(0.0, start + len(self.history) * self.period - time.monotonic()))

    async def follow(self):
        if self.task is None:
            self.task = asyncio.create_task(self.run())
        at = len(self.history)
        while True:
            while at < len(self.history):
                at += 1
                yield self.history[at - 1]
            async with self.advanced:
                await self.advanced.wait()


app = FastAPI()
timelines = {"/fan-10": Timeline(0.1), "/fan-100": Timeline(0.01)}
file = sys.argv[2]


@app.get("/ticks")
async def ticks() -> EventSourceResponse:
    async def events():
        start = time.monotonic()
        counter = 0
        while True:
            counter += 1
            yield event(counter)
            await asyncio.sleep(max(0.0, start + counter * 0.1 - time.monotonic()))

    return EventSourceResponse(events())


@app.get("/fan-10")
async def fan_10() -> EventSourceResponse:
    return EventSourceResponse(timelines["/fan-10"].follow())


@app.get("/fan-100")
async def fan_100() -> EventSourceResponse:
    return EventSourceResponse(timelines["/fan-100"].follow())


@app.get("/idle")
async def idle() -> EventSourceResponse:
    async def events():
        yield {"comment": "open"}
        await asyncio.Event().wait()

    return EventSourceResponse(events(), ping=15)


@app.get("/firehose")
async def firehose() -> EventSourceResponse:
    async def events():
        counter = 0
        while True:
            counter += 1
            yield event(counter)
            if counter % 64 == 0:  # else a client that reads fast keeps the others from being served
                await asyncio.sleep(0)

    return EventSourceResponse(events())


@app.get("/one")
async def one() -> EventSourceResponse:
    async def events():
        yield event(1)

    return EventSourceResponse(events())


@app.get("/five.html")
async def five() -> FileResponse:
    return FileResponse(file)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False, backlog=4096)
