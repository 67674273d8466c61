#ifndef EVENT_STREAM_H
#define EVENT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An event whose data is `{"n":COUNTER,"t":NANOSECONDS,…}`. */
struct event {
  uint64_t counter;
  uint64_t time;
  uint64_t id;
  bool has_counter; /* the data begins with n and t and ends with `}` */
  bool has_numeric_id;
};

struct event_listener {
  void (*event)(void *context, const struct event *event);
  void (*comment)(void *context, const char *text, size_t length);
  void *context;
};

/* A parser of event streams, fed in pieces of any size (WHATWG HTML, "Parsing an event stream"):
   lines end with LF, CR or CRLF, a BOM may come first, a block without data is not dispatched. */
struct event_stream {
  struct event event;
  char *line; /* the beginning of a line that is not complete yet */
  uint32_t line_length;
  uint32_t line_capacity;
  bool began;
  bool after_cr;
  bool has_data;
  bool overlong;
};

void event_stream_begin(struct event_stream *s);
void event_stream_free(struct event_stream *s);
void event_stream_feed(struct event_stream *s, const char *bytes, size_t count, const struct event_listener *listener);

#endif
