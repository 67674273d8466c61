#include "event_stream.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_LIMIT = 2 * 1024 * 1024 };

void event_stream_begin(struct event_stream *s) {
  event_stream_free(s);
  memset(s, 0, sizeof *s);
}

void event_stream_free(struct event_stream *s) {
  free(s->line);
  s->line = NULL;
}

/* Reads digits; returns where they end, or NULL when there are none. */
static const char *read_number(const char *p, const char *end, uint64_t *value) {
  const char *start = p;
  uint64_t n = 0;
  while (p < end && *p >= '0' && *p <= '9' && p - start < 19) {
    n = n * 10 + (uint64_t)(*p - '0');
    p += 1;
  }
  *value = n;
  return p == start ? NULL : p;
}

static bool starts(const char *p, const char *end, const char *text, size_t length) {
  return (size_t)(end - p) >= length && memcmp(p, text, length) == 0;
}

static void read_data(struct event_stream *s, const char *p, const char *end) {
  s->has_data = true;
  s->event.has_counter = false;
  if (!starts(p, end, "{\"n\":", 5)) return;
  p = read_number(p + 5, end, &s->event.counter);
  if (!p || !starts(p, end, ",\"t\":", 5)) return;
  p = read_number(p + 5, end, &s->event.time);
  s->event.has_counter = p && end[-1] == '}';
}

static void read_line(struct event_stream *s, const char *line, size_t length, const struct event_listener *listener) {
  if (!s->began) {
    s->began = true;
    if (length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
      line += 3;
      length -= 3;
    }
  }
  if (length == 0) {
    if (s->has_data) listener->event(listener->context, &s->event);
    s->has_data = false;
    memset(&s->event, 0, sizeof s->event);
    return;
  }
  const char *end = line + length;
  if (*line == ':') {
    listener->comment(listener->context, line + 1, length - 1);
    return;
  }
  const char *colon = memchr(line, ':', length);
  const char *value = colon ? colon + 1 : end;
  if (value < end && *value == ' ') value += 1;
  size_t name = (size_t)((colon ? colon : end) - line);
  if (name == 4 && memcmp(line, "data", 4) == 0) {
    read_data(s, value, end);
  } else if (name == 2 && memcmp(line, "id", 2) == 0) {
    s->event.has_numeric_id = read_number(value, end, &s->event.id) == end;
  }
}

static void keep(struct event_stream *s, const char *bytes, size_t count) {
  size_t needed = s->line_length + count;
  if (needed > LINE_LIMIT) {
    s->overlong = true;
    return;
  }
  if (needed > s->line_capacity) {
    uint32_t capacity = needed < 256 ? 256 : (uint32_t)needed * 2;
    char *line = realloc(s->line, capacity);
    if (!line) {
      s->overlong = true;
      return;
    }
    s->line = line;
    s->line_capacity = capacity;
  }
  memcpy(s->line + s->line_length, bytes, count);
  s->line_length = (uint32_t)needed;
}

static const char *line_end(const char *bytes, size_t count) {
  for (size_t i = 0; i < count; i += 1)
    if (bytes[i] == '\n' || bytes[i] == '\r') return bytes + i;
  return NULL;
}

void event_stream_feed(struct event_stream *s, const char *bytes, size_t count, const struct event_listener *listener) {
  bool has_cr = memchr(bytes, '\r', count) != NULL;
  const char *p = bytes;
  const char *limit = bytes + count;
  while (p < limit) {
    if (s->after_cr) {
      s->after_cr = false;
      if (*p == '\n') {
        p += 1;
        continue;
      }
    }
    size_t rest = (size_t)(limit - p);
    const char *end = has_cr ? line_end(p, rest) : memchr(p, '\n', rest);
    if (!end) {
      keep(s, p, rest);
      return;
    }
    s->after_cr = *end == '\r';
    if (s->line_length > 0) {
      keep(s, p, (size_t)(end - p));
      read_line(s, s->line, s->line_length, listener);
      s->line_length = 0;
    } else {
      read_line(s, p, (size_t)(end - p), listener);
    }
    p = end + 1;
  }
}
