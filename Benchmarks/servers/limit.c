/* The limit: the least that a process can do to serve the workloads. One thread, one epoll set, no HTTP library:
   only a request's first line is read, an event is one send, the next deadline is the head of a list. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "workload.h"

enum { BLOCK = 256 * 1024, PENDING_LIMIT = 4 * 1024 * 1024, EVENTS_AT_ONCE = 512 };

static const uint64_t granularity = 1000000; /* deadlines within the same millisecond share a wake-up */

struct connection {
  struct connection *next, *previous; /* neighbors in its list */
  struct list *list;
  int fd;
  enum kind kind;
  uint64_t counter;
  uint64_t due;
  char *pending; /* bytes that the socket did not take, or the start of a request */
  uint32_t pending_start, pending_end, pending_capacity;
  bool has_request;
  bool waits_for_room;
};

/* Connections with the same period, the next due first; or the followers of a timeline. */
struct list {
  struct connection *first, *last;
  uint64_t period;
  uint64_t due;
  uint64_t counter;
  bool is_timeline;
};

static struct list ticks = {.period = 100000000u};
static struct list idle = {.period = 15000000000u};
static struct list fan_10 = {.period = 100000000u, .is_timeline = true};
static struct list fan_100 = {.period = 10000000u, .is_timeline = true};
static int poller, listener, timer;
static uint64_t armed;
static char block[BLOCK];
static char file_response[FILE_SIZE + 256];
static size_t file_response_size;

static const char stream_head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
                                  "X-Accel-Buffering: no\r\nTransfer-Encoding: chunked\r\n\r\n";

static void list_add(struct list *l, struct connection *c) {
  c->list = l;
  c->next = NULL;
  c->previous = l->last;
  if (l->last) l->last->next = c;
  else l->first = c;
  l->last = c;
}

static void list_remove(struct connection *c) {
  struct list *l = c->list;
  if (!l) return;
  if (c->previous) c->previous->next = c->next;
  else l->first = c->next;
  if (c->next) c->next->previous = c->previous;
  else l->last = c->previous;
  c->list = NULL;
}

static void close_connection(struct connection *c) {
  list_remove(c);
  close(c->fd);
  free(c->pending);
  free(c);
}

static void watch(struct connection *c, bool for_room) {
  if (c->waits_for_room == for_room) return;
  c->waits_for_room = for_room;
  struct epoll_event e = {.events = EPOLLIN | (for_room ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &e);
}

static bool keep(struct connection *c, const char *bytes, size_t count) {
  if (c->pending_end + count > c->pending_capacity) {
    size_t capacity = c->pending_end + count;
    if (capacity > PENDING_LIMIT) return false;
    char *p = realloc(c->pending, capacity);
    if (!p) return false;
    c->pending = p;
    c->pending_capacity = (uint32_t)capacity;
  }
  memcpy(c->pending + c->pending_end, bytes, count);
  c->pending_end += (uint32_t)count;
  return true;
}

/* Sends bytes and keeps what the socket does not take. Returns false if the connection is broken. */
static bool send_bytes(struct connection *c, const char *bytes, size_t count) {
  size_t sent = 0;
  if (c->pending_end == 0) {
    ssize_t n = send(c->fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN) return false;
    if (n > 0) sent = (size_t)n;
  }
  if (sent == count) return true;
  if (!keep(c, bytes + sent, count - sent)) return false;
  watch(c, true);
  return true;
}

/* Always writes the chunk's size in four digits. */
static size_t write_event_chunk(char *out, uint64_t counter, uint64_t time) {
  static const char digits[] = "0123456789abcdef";
  size_t size = write_event(out + 6, counter, time);
  out[0] = digits[size >> 12 & 15];
  out[1] = digits[size >> 8 & 15];
  out[2] = digits[size >> 4 & 15];
  out[3] = digits[size & 15];
  memcpy(out + 4, "\r\n", 2);
  memcpy(out + 6 + size, "\r\n", 2);
  return size + 8;
}

/* Sends one block; the next one waits until the poller reports room, so that clients get equal shares. */
static bool send_firehose(struct connection *c) {
  size_t size = 10;
  uint64_t now = monotonic_now();
  while (size + EVENT_LIMIT < sizeof block) {
    c->counter += 1;
    size += write_event(block + size, c->counter, now);
  }
  char head[32];
  snprintf(head, sizeof head, "%08zx\r\n", size - 10);
  memcpy(block, head, 10);
  memcpy(block + size, "\r\n", 2);
  watch(c, true);
  return send_bytes(c, block, size + 2);
}

static bool send_next_event(struct connection *c, uint64_t now) {
  char chunk[EVENT_LIMIT + 16];
  c->counter += 1;
  return send_bytes(c, chunk, write_event_chunk(chunk, c->counter, now));
}

static bool begin_stream(struct connection *c) {
  uint64_t now = monotonic_now();
  char first[512];
  size_t size = sizeof stream_head - 1;
  memcpy(first, stream_head, size);
  switch (c->kind) {
  case KIND_TICKS:
    c->counter = 1;
    c->due = now + ticks.period;
    list_add(&ticks, c);
    return send_bytes(c, first, size + write_event_chunk(first + size, 1, now));
  case KIND_IDLE:
    c->due = now + idle.period;
    list_add(&idle, c);
    return send_bytes(c, first, size + (size_t)(APPEND(first + size, "0002\r\n:\n\r\n") - (first + size)));
  case KIND_FAN_10:
  case KIND_FAN_100:
    list_add(c->kind == KIND_FAN_10 ? &fan_10 : &fan_100, c);
    return send_bytes(c, first, size + (size_t)(APPEND(first + size, "0002\r\n:\n\r\n") - (first + size)));
  case KIND_ONE:
    size += write_event_chunk(first + size, 1, now);
    memcpy(first + size, "0\r\n\r\n", 5);
    return send_bytes(c, first, size + 5);
  case KIND_FIREHOSE: return send_bytes(c, first, size) && send_firehose(c);
  default: return false;
  }
}

static bool answer(struct connection *c, const char *bytes, size_t count) {
  if (!memmem(bytes, count, "\r\n\r\n", 4)) return keep(c, bytes, count);
  if (count < 5 || memcmp(bytes, "GET ", 4) != 0) return false;
  const char *end = memchr(bytes + 4, ' ', count - 4);
  if (!end) return false;
  c->kind = kind_of(bytes + 4, (size_t)(end - bytes - 4));
  if (c->kind == KIND_FILE) return send_bytes(c, file_response, file_response_size);
  c->has_request = true;
  return c->kind != KIND_NONE && begin_stream(c);
}

static bool on_readable(struct connection *c) {
  char bytes[4096];
  ssize_t n = recv(c->fd, bytes, sizeof bytes, MSG_DONTWAIT);
  if (n < 0) return errno == EAGAIN;
  if (n == 0) return false;
  if (c->kind == KIND_ONE && c->has_request) return false;
  if (c->has_request) return true;
  if (c->pending_end == 0) return answer(c, bytes, (size_t)n);
  if (!keep(c, bytes, (size_t)n)) return false;
  char whole[8192];
  size_t size = c->pending_end;
  if (size > sizeof whole) return false;
  memcpy(whole, c->pending, size);
  c->pending_end = 0;
  return answer(c, whole, size);
}

static bool on_room(struct connection *c) {
  while (c->pending_start < c->pending_end) {
    ssize_t n = send(c->fd, c->pending + c->pending_start, c->pending_end - c->pending_start, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN;
    c->pending_start += (uint32_t)n;
  }
  c->pending_start = c->pending_end = 0;
  if (c->kind == KIND_FIREHOSE) return send_firehose(c);
  watch(c, false);
  return true;
}

static void accept_all(void) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    struct connection *c = calloc(1, sizeof *c);
    if (!c) {
      close(fd);
      return;
    }
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e);
  }
}

static void serve_due(struct list *l, uint64_t now) {
  struct connection *c;
  while ((c = l->first) && c->due <= now) {
    c->due += l->period;
    list_remove(c);
    list_add(l, c);
    bool sent = l == &ticks ? send_next_event(c, now) : send_bytes(c, "000d\r\n: keep-alive\n\r\n", 21);
    if (!sent) close_connection(c);
  }
}

static void serve_timeline(struct list *l, uint64_t now) {
  while (l->due <= now) {
    char chunk[EVENT_LIMIT + 16];
    l->counter += 1;
    l->due += l->period;
    size_t size = write_event_chunk(chunk, l->counter, now);
    for (struct connection *c = l->first, *next; c; c = next) {
      next = c->next;
      if (!send_bytes(c, chunk, size)) close_connection(c);
    }
  }
}

static uint64_t earlier(uint64_t due, const struct list *l) {
  if (!l->first) return due;
  uint64_t own = l->is_timeline ? l->due : l->first->due;
  return own < due ? own : due;
}

static void arm(uint64_t now) {
  uint64_t due = earlier(earlier(earlier(earlier(UINT64_MAX, &ticks), &idle), &fan_10), &fan_100);
  if (due == UINT64_MAX) return;
  if (due < now + granularity) due = now + granularity;
  if (armed > now && armed <= due) return;
  armed = due;
  struct itimerspec at = {.it_value = {(time_t)(due / second), (long)(due % second)}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: limit PORT\n");
    return 2;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  char body[FILE_SIZE];
  memset(body, 'x', sizeof body);
  file_response_size = (size_t)snprintf(file_response, sizeof file_response,
                                        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n", FILE_SIZE);
  memcpy(file_response + file_response_size, body, sizeof body);
  file_response_size += sizeof body;

  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) {
    perror("limit");
    return 1;
  }
  poller = epoll_create1(EPOLL_CLOEXEC);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = &listener};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &e);
  e.data.ptr = &timer;
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &e);
  fan_10.due = fan_100.due = monotonic_now();

  static struct epoll_event events[EVENTS_AT_ONCE];
  for (;;) {
    int count = epoll_wait(poller, events, EVENTS_AT_ONCE, -1);
    for (int i = 0; i < count; i += 1) {
      void *who = events[i].data.ptr;
      if (who == &listener) {
        accept_all();
      } else if (who == &timer) {
        uint64_t expirations;
        if (read(timer, &expirations, sizeof expirations) > 0) armed = 0;
      } else {
        struct connection *c = who;
        bool useful = !(events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) || on_readable(c);
        if (useful && (events[i].events & EPOLLOUT)) useful = on_room(c);
        if (!useful) close_connection(c);
      }
    }
    uint64_t now = monotonic_now();
    serve_due(&ticks, now);
    serve_due(&idle, now);
    serve_timeline(&fan_10, now);
    serve_timeline(&fan_100, now);
    arm(now);
  }
}
