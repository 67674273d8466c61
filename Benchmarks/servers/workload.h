#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/* The paths and the event that every server under test serves, the same as in Benchmarks/scenarios. */
enum kind { KIND_NONE, KIND_TICKS, KIND_FAN_10, KIND_FAN_100, KIND_IDLE, KIND_FIREHOSE, KIND_ONE, KIND_FILE };

enum { FILE_SIZE = 5120, EVENT_LIMIT = 192 };

static const uint64_t second = 1000000000u;

static inline enum kind kind_of(const char *path, size_t length) {
  static const struct {
    const char *path;
    enum kind kind;
  } paths[] = {
      {"/ticks", KIND_TICKS}, {"/fan-10", KIND_FAN_10},     {"/fan-100", KIND_FAN_100}, {"/idle", KIND_IDLE},
      {"/one", KIND_ONE},     {"/firehose", KIND_FIREHOSE}, {"/five.html", KIND_FILE},
  };
  for (unsigned i = 0; i < sizeof paths / sizeof *paths; i += 1)
    if (strlen(paths[i].path) == length && memcmp(paths[i].path, path, length) == 0) return paths[i].kind;
  return KIND_NONE;
}

static inline uint64_t monotonic_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * second + (uint64_t)t.tv_nsec;
}

static inline char *append(char *p, const char *text, size_t length) {
  memcpy(p, text, length);
  return p + length;
}

static inline char *append_number(char *p, uint64_t value) {
  char digits[20];
  unsigned n = 0;
  do {
    digits[sizeof digits - 1 - n] = (char)('0' + value % 10);
    value /= 10;
    n += 1;
  } while (value > 0);
  return append(p, digits + sizeof digits - n, n);
}

#define APPEND(p, text) append(p, text, sizeof(text) - 1)

/* Writes one event, about 110 bytes; returns its size. */
static inline size_t write_event(char *out, uint64_t counter, uint64_t time) {
  char *p = APPEND(out, "id: ");
  p = append_number(p, counter);
  p = APPEND(p, "\nevent: reading\ndata: {\"n\":");
  p = append_number(p, counter);
  p = APPEND(p, ",\"t\":");
  p = append_number(p, time);
  p = APPEND(p, ",\"sensor\":\"kitchen\",\"unit\":\"celsius\",\"value\":21.5}\n\n");
  return (size_t)(p - out);
}

#endif
