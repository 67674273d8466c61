#include "publisher.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"

int publisher_begin(struct publisher *p, int port, const char *path, double rate) {
  memset(p, 0, sizeof *p);
  p->port = port;
  p->path = path;
  p->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (connect(p->socket, (struct sockaddr *)&address, sizeof address) != 0) return 0;
  int on = 1;
  setsockopt(p->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  uint64_t period = (uint64_t)(1e9 / rate);
  struct timespec spec = {.tv_sec = (time_t)(period / 1000000000u), .tv_nsec = (long)(period % 1000000000u)};
  struct itimerspec timer = {.it_interval = spec, .it_value = spec};
  p->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  return timerfd_settime(p->timer, 0, &timer, NULL) == 0;
}

void publisher_post(struct publisher *p) {
  uint64_t expirations = 0;
  if (read(p->timer, &expirations, sizeof expirations) < 0) return;
  for (uint64_t i = 0; i < expirations; i += 1) {
    p->counter += 1;
    char event[256], request[1024];
    int size = snprintf(event, sizeof event,
                        "{\"n\":%" PRIu64 ",\"t\":%" PRIu64 ",\"sensor\":\"kitchen\",\"unit\":\"celsius\",\"value\":21.5}", p->counter,
                        monotonic_now());
    int length = snprintf(request, sizeof request,
                          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-EventSource-Event: reading\r\nContent-Type: application/json\r\n"
                          "Content-Length: %d\r\n\r\n%s",
                          p->path, p->port, size, event);
    if (send(p->socket, request, (size_t)length, MSG_NOSIGNAL) != length) p->failed += 1;
  }
}

static void ignore(void *context, const char *bytes, size_t count) {
  (void)context, (void)bytes, (void)count;
}

void publisher_read(struct publisher *p) {
  char bytes[16384];
  ssize_t n = recv(p->socket, bytes, sizeof bytes, MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    p->failed += 1;
    return;
  }
  size_t at = 0;
  while (at < (size_t)n) {
    at += response_feed(&p->response, bytes + at, (size_t)n - at, ignore, NULL);
    if (p->response.state == RESPONSE_COMPLETE) {
      p->answered += 1;
      if (p->response.status < 200 || p->response.status > 299) p->failed += 1;
      response_begin(&p->response);
    } else if (p->response.state == RESPONSE_MALFORMED) {
      p->failed += 1;
      return;
    }
  }
}
