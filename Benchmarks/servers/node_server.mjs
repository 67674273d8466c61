// The workloads on Node's own http module, as people write them: one timer per stream, and a set of responses for a broadcast.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";

const port = Number(process.argv[2]);
const file = process.argv[3];

const event = (counter) =>
  `id: ${counter}\nevent: reading\ndata: ${JSON.stringify({
    n: counter,
    t: Number(process.hrtime.bigint()),
    sensor: "kitchen",
    unit: "celsius",
    value: 21.5,
  })}\n\n`;

/** Calls `step` every `period` ms without drifting, and returns a function that stops it. */
const every = (period, step) => {
  const start = performance.now();
  let turn = 0;
  let timer;
  const next = () => {
    turn += 1;
    timer = setTimeout(() => {
      step();
      next();
    }, Math.max(0, start + turn * period - performance.now()));
  };
  next();
  return () => clearTimeout(timer);
};

const timeline = (period) => {
  const followers = new Set();
  let counter = 0;
  every(period, () => {
    counter += 1;
    if (followers.size === 0) return;
    const text = event(counter);
    for (const response of followers) response.write(text);
  });
  return (response) => {
    followers.add(response);
    response.write(":\n");
    return () => followers.delete(response);
  };
};

const streams = {
  "/ticks": (response) => {
    let counter = 1;
    response.write(event(counter));
    return every(100, () => {
      counter += 1;
      response.write(event(counter));
    });
  },
  "/fan-10": timeline(100),
  "/fan-100": timeline(10),
  "/idle": (response) => {
    response.write(":\n");
    const timer = setInterval(() => response.write(": keep-alive\n"), 15000);
    return () => clearInterval(timer);
  },
  "/firehose": (response) => {
    let counter = 0;
    let open = true;
    const pour = () => {
      while (open) {
        counter += 1;
        if (!response.write(event(counter))) {
          // Not immediately: a fast reader would keep the other clients from being served.
          response.once("drain", () => setImmediate(pour));
          return;
        }
      }
    };
    pour();
    return () => {
      open = false;
    };
  },
  "/one": (response) => {
    response.end(event(1));
    return () => {};
  },
};

createServer(async (request, response) => {
  if (request.url === "/five.html") {
    const body = await readFile(file);
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Length": body.length });
    response.end(body);
    return;
  }
  const stream = streams[request.url];
  if (!stream) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
  response.on("close", stream(response));
}).listen({ port, host: "127.0.0.1", backlog: 4096 });
