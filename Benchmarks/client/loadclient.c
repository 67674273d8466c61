/* The load client: opens streams on 127.0.0.1, reads all their bytes, checks every event, and measures for a limited time. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "options.h"
#include "publisher.h"
#include "response.h"
#include "tally.h"

enum { BUFFER_SIZE = 256 * 1024, EVENTS_AT_ONCE = 512, SOURCE_ADDRESSES = 8, UNANSWERED_LIMIT = 512 };
static const uint64_t open_limit = 60ull * 1000000000u;

struct stream {
  int fd;
  bool connecting;
  bool opened;
  struct response response;
  struct event_stream events;
  struct sequence sequence;
};

static struct options options;
static struct tally tally;
static struct publisher publisher;
static struct stream *streams;
static int poller;
static int opened;
static uint64_t attempts;
static char request[1024];
static size_t request_length;
static char buffer[BUFFER_SIZE];

struct reading {
  struct stream *stream;
  uint64_t now;
};

static void on_event(void *context, const struct event *event) {
  struct reading *r = context;
  tally_event(&tally, &r->stream->sequence, event, r->now);
}

static void on_comment(void *context, const char *text, size_t length) {
  struct reading *r = context;
  tally_comment(&tally, &r->stream->sequence, text, length);
}

static void on_body(void *context, const char *bytes, size_t count) {
  struct reading *r = context;
  if (tally.measuring) tally.body_bytes += count;
  if (options.mode == MODE_GET) return;
  struct event_listener listener = {on_event, on_comment, r};
  event_stream_feed(&r->stream->events, bytes, count, &listener);
}

static void close_stream(struct stream *s) {
  if (s->fd >= 0) close(s->fd);
  s->fd = -1;
  response_free(&s->response);
  event_stream_free(&s->events);
}

static void begin_exchange(struct stream *s) {
  response_begin(&s->response);
  event_stream_begin(&s->events);
  memset(&s->sequence, 0, sizeof s->sequence);
}

static void connect_stream(struct stream *s) {
  s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (s->fd < 0) {
    tally.refused += 1;
    return;
  }
  int on = 1;
  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  attempts += 1;
  if (options.mode == MODE_ONCE) {
    /* A closed connection keeps its port for a minute, so use several source addresses. */
    struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK + 1 + (uint32_t)(attempts % SOURCE_ADDRESSES))}};
    setsockopt(s->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    bind(s->fd, (struct sockaddr *)&source, sizeof source);
  }
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (connect(s->fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) {
    tally.refused += 1;
    close_stream(s);
    return;
  }
  s->connecting = true;
  begin_exchange(s);
  struct epoll_event e = {.events = EPOLLOUT, .data.ptr = s};
  epoll_ctl(poller, EPOLL_CTL_ADD, s->fd, &e);
}

static void send_request(struct stream *s) {
  if (send(s->fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) {
    tally.refused += 1;
    close_stream(s);
  }
}

static void on_connected(struct stream *s) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error) {
    tally.refused += 1;
    close_stream(s);
    return;
  }
  s->connecting = false;
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = s};
  epoll_ctl(poller, EPOLL_CTL_MOD, s->fd, &e);
  send_request(s);
}

/* Called when a response is complete. */
static void on_complete(struct stream *s) {
  if (options.mode == MODE_STREAM) {
    tally.closed_early += 1;
    close_stream(s);
    return;
  }
  if (tally.measuring) tally.requests += 1;
  bool right = s->response.status == 200 &&
               (options.mode == MODE_ONCE ? s->sequence.count == 1 : s->response.body_bytes == options.expected_bytes);
  if (!right) tally.malformed += 1;
  if (options.mode == MODE_ONCE || s->response.closes) {
    close_stream(s);
    connect_stream(s);
  } else {
    begin_exchange(s);
    send_request(s);
  }
}

static void on_failed(struct stream *s) {
  if (s->opened && options.mode == MODE_STREAM)
    tally.closed_early += 1;
  else
    tally.refused += 1;
  close_stream(s);
}

static void on_readable(struct stream *s) {
  ssize_t n = recv(s->fd, buffer, sizeof buffer, 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    if (n == 0 && response_end(&s->response))
      on_complete(s);
    else
      on_failed(s);
    return;
  }
  if (tally.measuring) tally.wire_bytes += (uint64_t)n;
  struct reading reading = {s, monotonic_now()};
  size_t taken = response_feed(&s->response, buffer, (size_t)n, on_body, &reading);
  if (!s->opened && s->response.status == 200) {
    s->opened = true;
    opened += 1;
  }
  bool malformed = s->response.state == RESPONSE_MALFORMED || s->events.overlong || taken != (size_t)n;
  if (malformed) tally.malformed += 1;
  if (malformed || (s->response.status != 0 && s->response.status != 200)) {
    on_failed(s);
    return;
  }
  if (s->response.state == RESPONSE_COMPLETE) on_complete(s);
}

static void poll_once(int timeout) {
  static struct epoll_event events[EVENTS_AT_ONCE];
  int count = epoll_wait(poller, events, EVENTS_AT_ONCE, timeout);
  for (int i = 0; i < count; i += 1) {
    void *who = events[i].data.ptr;
    if (who == &publisher.timer) {
      publisher_post(&publisher);
    } else if (who == &publisher.socket) {
      publisher_read(&publisher);
    } else {
      struct stream *s = who;
      if (s->fd < 0) continue;
      if (s->connecting)
        on_connected(s);
      else
        on_readable(s);
    }
  }
}

static void poll_until(uint64_t end) {
  for (uint64_t now = monotonic_now(); now < end; now = monotonic_now()) {
    uint64_t left = (end - now) / 1000000u;
    poll_once(left > 100 ? 100 : (int)left);
  }
}

/* Opens the streams at the given rate, or as fast as the server responds, and waits until each got a response.
   Returns how long that took. */
static uint64_t open_streams(void) {
  uint64_t start = monotonic_now();
  int begun = 0;
  while (begun < options.streams && monotonic_now() - start < open_limit) {
    uint64_t due = (monotonic_now() - start) * (uint64_t)options.open_rate / 1000000000u + 1;
    while (begun < options.streams && (uint64_t)begun < due && begun - opened - (int)tally.refused < UNANSWERED_LIMIT) {
      connect_stream(&streams[begun]);
      begun += 1;
    }
    poll_once(1);
  }
  while (opened + (int)tally.refused < options.streams && monotonic_now() - start < open_limit) poll_once(10);
  return monotonic_now() - start;
}

static void begin_publishing(void) {
  if (!options.publish_path) return;
  if (!publisher_begin(&publisher, options.port, options.publish_path, options.publish_rate)) {
    perror("loadclient: publish");
    exit(1);
  }
  struct epoll_event timer = {.events = EPOLLIN, .data.ptr = &publisher.timer};
  epoll_ctl(poller, EPOLL_CTL_ADD, publisher.timer, &timer);
  struct epoll_event answers = {.events = EPOLLIN, .data.ptr = &publisher.socket};
  epoll_ctl(poller, EPOLL_CTL_ADD, publisher.socket, &answers);
}

static uint64_t own_cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv) {
  options = options_parse(argc, argv);
  tally.shared = options.shared;
  tally.period = (uint64_t)(options.period * 1e6);
  tally.shared_base = INT64_MAX;
  request_length = (size_t)snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: %s\r\n\r\n", options.path,
                                    options.port, options.mode == MODE_GET ? "*/*" : "text/event-stream");
  if (request_length >= sizeof request) {
    fprintf(stderr, "loadclient: --path is too long\n");
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max < (rlim_t)options.streams + 32) {
    fprintf(stderr, "loadclient: %d streams need more descriptors than the limit of %lu (ulimit -Hn)\n", options.streams,
            (unsigned long)files.rlim_max);
    return 1;
  }
  streams = calloc((size_t)options.streams, sizeof *streams);
  poller = epoll_create1(EPOLL_CLOEXEC);
  if (!streams || poller < 0) {
    perror("loadclient");
    return 1;
  }
  for (int i = 0; i < options.streams; i += 1) streams[i].fd = -1;

  struct usage before = processes_usage(&options.processes);
  uint64_t opening = open_streams();
  begin_publishing();
  poll_until(monotonic_now() + (uint64_t)(options.warmup * 1e9));

  struct usage first = processes_usage(&options.processes);
  uint64_t own = own_cpu();
  uint64_t start = monotonic_now();
  tally.measuring = true;
  poll_until(start + (uint64_t)(options.seconds * 1e9));
  tally.measuring = false;
  uint64_t elapsed = monotonic_now() - start;
  own = own_cpu() - own;
  struct usage last = processes_usage(&options.processes);

  printf("{\"streams\":%d,\"opened\":%d,\"opening_ns\":%" PRIu64 ",\"elapsed_ns\":%" PRIu64 ",", options.streams, opened, opening, elapsed);
  printf("\"cpu_ns\":%" PRIu64 ",\"user_ticks\":%" PRIu64 ",\"system_ticks\":%" PRIu64 ",", last.cpu - first.cpu,
         last.user_ticks - first.user_ticks, last.system_ticks - first.system_ticks);
  printf("\"resident_before_kib\":%" PRIu64 ",\"resident_after_kib\":%" PRIu64 ",\"client_cpu_ns\":%" PRIu64 ",", before.resident, last.resident,
         own);
  printf("\"published\":%" PRIu64 ",\"publish_failed\":%" PRIu64 ",", publisher.counter, publisher.failed);
  tally_print(&tally);
  printf("}\n");
  for (int i = 0; i < options.streams; i += 1) close_stream(&streams[i]);
  free(streams);
  return 0;
}
