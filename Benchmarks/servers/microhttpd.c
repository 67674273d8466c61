/* The workloads on libmicrohttpd, used as the playground uses it: one thread, our epoll around the daemon's, streams
   suspended while nothing is due, one timer for the next deadline. Its cost above the limit is the library's share. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "workload.h"

enum { HISTORY = 1024, EVENTS_AT_ONCE = 512, POOL = 8192, BLOCK = 1024, FIREHOSE_BLOCK = 65536, MANY = 2000 };

struct list;

struct stream {
  struct stream *next, *previous;
  struct list *list; /* the list it waits in while suspended */
  struct MHD_Connection *connection;
  int fd;
  enum kind kind;
  uint64_t counter; /* events sent, or the position in the timeline */
  uint64_t due;
  bool said_hello;
  bool is_gone;
};

struct list {
  struct stream *first, *last;
  uint64_t period;
};

struct timeline {
  struct list waiting;
  uint64_t due;
  uint64_t counter;
  uint16_t sizes[HISTORY];
  char events[HISTORY][EVENT_LIMIT];
};

static struct list ticks = {.period = 100000000u};
static struct list idle = {.period = 15000000000u};
static struct timeline fan_10 = {.waiting.period = 100000000u};
static struct timeline fan_100 = {.waiting.period = 10000000u};
static struct MHD_Daemon *daemon_handle;
static struct MHD_Response *file_response;
static int poller, timer;
static uint64_t armed;
static unsigned suspended;

static void list_add(struct list *l, struct stream *s) {
  s->list = l;
  s->next = NULL;
  s->previous = l->last;
  if (l->last) l->last->next = s;
  else l->first = s;
  l->last = s;
}

static void list_remove(struct stream *s) {
  struct list *l = s->list;
  if (!l) return;
  if (s->previous) s->previous->next = s->next;
  else l->first = s->next;
  if (s->next) s->next->previous = s->previous;
  else l->last = s->previous;
  s->list = NULL;
}

static void resume(struct stream *s) {
  list_remove(s);
  suspended -= 1;
  MHD_resume_connection(s->connection);
}

static ssize_t wait_in(struct list *l, struct stream *s) {
  list_add(l, s);
  suspended += 1;
  MHD_suspend_connection(s->connection);
  return 0;
}

static ssize_t hello(struct stream *s, char *out) {
  s->said_hello = true;
  memcpy(out, ":\n", 2);
  return 2;
}

static ssize_t read_timeline(struct stream *s, struct timeline *t, char *out, size_t room) {
  if (!s->said_hello) {
    s->counter = t->counter;
    return hello(s, out);
  }
  size_t size = 0;
  while (s->counter < t->counter) {
    unsigned at = s->counter % HISTORY;
    if (t->counter - s->counter > HISTORY) return MHD_CONTENT_READER_END_WITH_ERROR;
    if (size + t->sizes[at] > room) break;
    memcpy(out + size, t->events[at], t->sizes[at]);
    size += t->sizes[at];
    s->counter += 1;
  }
  return size > 0 ? (ssize_t)size : wait_in(&t->waiting, s);
}

static ssize_t read_stream(void *context, uint64_t position, char *out, size_t room) {
  struct stream *s = context;
  (void)position;
  if (s->is_gone || room < EVENT_LIMIT) return MHD_CONTENT_READER_END_WITH_ERROR;
  uint64_t now = monotonic_now();
  size_t size = 0;
  switch (s->kind) {
  case KIND_TICKS:
    if (s->due == 0) s->due = now;
    while (s->due <= now && size + EVENT_LIMIT <= room) {
      s->counter += 1;
      s->due += ticks.period;
      size += write_event(out + size, s->counter, now);
    }
    return size > 0 ? (ssize_t)size : wait_in(&ticks, s);
  case KIND_IDLE:
    if (s->due == 0) {
      s->due = now + idle.period;
      return hello(s, out);
    }
    if (s->due > now) return wait_in(&idle, s);
    s->due += idle.period;
    memcpy(out, ": keep-alive\n", 13);
    return 13;
  case KIND_FAN_10: return read_timeline(s, &fan_10, out, room);
  case KIND_FAN_100: return read_timeline(s, &fan_100, out, room);
  case KIND_FIREHOSE:
    while (size + EVENT_LIMIT <= room) {
      s->counter += 1;
      size += write_event(out + size, s->counter, now);
    }
    return (ssize_t)size;
  case KIND_ONE:
    if (s->counter > 0) return MHD_CONTENT_READER_END_OF_STREAM;
    s->counter = 1;
    return (ssize_t)write_event(out, 1, now);
  default: return MHD_CONTENT_READER_END_WITH_ERROR;
  }
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode how) {
  (void)context, (void)connection, (void)how;
  struct stream *s = *request;
  *request = NULL;
  if (!s || s->kind == KIND_NONE) return;
  list_remove(s);
  epoll_ctl(poller, EPOLL_CTL_DEL, s->fd, NULL);
  free(s);
}

static enum MHD_Result begin_stream(struct MHD_Connection *connection, void **request, enum kind kind) {
  struct stream *s = calloc(1, sizeof *s);
  if (!s) return MHD_NO;
  s->connection = connection;
  s->kind = kind;
  s->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  *request = s;
  /* This is the only way to notice a client that leaves while its stream is suspended. */
  struct epoll_event e = {.events = EPOLLRDHUP | EPOLLET, .data.ptr = s};
  epoll_ctl(poller, EPOLL_CTL_ADD, s->fd, &e);
  struct MHD_Response *r =
      MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, kind == KIND_FIREHOSE ? FIREHOSE_BLOCK : BLOCK, read_stream, s, NULL);
  MHD_add_response_header(r, "Content-Type", "text/event-stream; charset=utf-8");
  MHD_add_response_header(r, "Cache-Control", "no-store");
  MHD_add_response_header(r, "X-Accel-Buffering", "no");
  enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, r);
  MHD_destroy_response(r);
  return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                                  const char *body, size_t *body_size, void **request) {
  static struct stream seen = {.kind = KIND_NONE};
  (void)context, (void)method, (void)version, (void)body;
  if (!*request) {
    *request = &seen;
    return MHD_YES;
  }
  *body_size = 0;
  enum kind kind = kind_of(url, strlen(url));
  if (kind == KIND_FILE) return MHD_queue_response(connection, MHD_HTTP_OK, file_response);
  return kind == KIND_NONE ? MHD_NO : begin_stream(connection, request, kind);
}

static void resume_due(struct list *l, uint64_t now) {
  while (l->first && l->first->due <= now) resume(l->first);
}

static void advance(struct timeline *t, uint64_t now) {
  bool advanced = false;
  while (t->due <= now) {
    unsigned at = t->counter % HISTORY;
    t->counter += 1;
    t->due += t->waiting.period;
    t->sizes[at] = (uint16_t)write_event(t->events[at], t->counter, now);
    advanced = true;
  }
  while (advanced && t->waiting.first) resume(t->waiting.first);
}

static uint64_t earlier(uint64_t due, const struct list *l, uint64_t own) { return l->first && own < due ? own : due; }

static void arm(uint64_t now) {
  uint64_t due = UINT64_MAX;
  due = earlier(due, &ticks, ticks.first ? ticks.first->due : 0);
  due = earlier(due, &idle, idle.first ? idle.first->due : 0);
  due = earlier(due, &fan_10.waiting, fan_10.due);
  due = earlier(due, &fan_100.waiting, fan_100.due);
  if (due == UINT64_MAX) return;
  /* A pass of the daemon that resumes anything walks all suspended connections, so with many of them more deadlines share a pass. */
  uint64_t granularity = suspended > MANY ? 5000000 : 1000000;
  if (due < now + granularity) due = now + granularity;
  if (armed > now && armed <= due) return;
  armed = due;
  struct itimerspec at = {.it_value = {(time_t)(due / second), (long)(due % second)}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 4096) != 0) {
    perror("microhttpd");
    exit(1);
  }
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: microhttpd PORT\n");
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  static char body[FILE_SIZE];
  memset(body, 'x', sizeof body);
  file_response = MHD_create_response_from_buffer(sizeof body, body, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header(file_response, "Content-Type", "text/html; charset=utf-8");

  daemon_handle = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, NULL, NULL, on_request, NULL,
                                   MHD_OPTION_LISTEN_SOCKET, listen_on(atoi(argv[1])), MHD_OPTION_CONNECTION_LIMIT, 16384u,
                                   MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                                   MHD_OPTION_END);
  if (!daemon_handle) {
    fprintf(stderr, "microhttpd: the daemon did not start\n");
    return 1;
  }
  poller = epoll_create1(EPOLL_CLOEXEC);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = &daemon_handle};
  epoll_ctl(poller, EPOLL_CTL_ADD, MHD_get_daemon_info(daemon_handle, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, &e);
  e.data.ptr = &timer;
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &e);
  fan_10.due = fan_100.due = monotonic_now();

  static struct epoll_event events[EVENTS_AT_ONCE];
  bool again = false;
  for (;;) {
    int count = epoll_wait(poller, events, EVENTS_AT_ONCE, again ? 0 : -1);
    for (int i = 0; i < count; i += 1) {
      void *who = events[i].data.ptr;
      if (who == &timer) {
        uint64_t expirations;
        if (read(timer, &expirations, sizeof expirations) > 0) armed = 0;
      } else if (who != &daemon_handle) {
        struct stream *s = who;
        s->is_gone = true;
        if (s->list) resume(s);
      }
    }
    uint64_t now = monotonic_now();
    resume_due(&ticks, now);
    resume_due(&idle, now);
    advance(&fan_10, now);
    advance(&fan_100, now);
    MHD_run(daemon_handle);
    MHD_UNSIGNED_LONG_LONG timeout;
    again = MHD_get_timeout(daemon_handle, &timeout) == MHD_YES && timeout == 0;
    arm(monotonic_now());
  }
}
