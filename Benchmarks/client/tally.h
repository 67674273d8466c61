#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "event_stream.h"
#include "histogram.h"

/* The counts of the measuring window, and the faults of the whole run. */
struct tally {
  bool measuring;
  bool shared;           /* all streams follow one timeline: they may begin anywhere in it */
  uint64_t period;       /* nanoseconds between the events of a stream; 0: not known */
  int64_t shared_base;

  uint64_t events;
  uint64_t wire_bytes;
  uint64_t body_bytes;
  uint64_t comments;
  uint64_t requests;
  struct histogram delivery; /* from the time in an event's data to its arrival */
  struct histogram lateness; /* delay against the stream's schedule, which its earliest event sets */

  uint64_t lost;
  uint64_t skipped; /* missing, as a comment announced */
  uint64_t disordered;
  uint64_t malformed;
  uint64_t untimed; /* the time in the data is not from this machine's monotonic clock */
  uint64_t refused; /* failed connections and responses */
  uint64_t closed_early;
};

/* The order of one stream's events. */
struct sequence {
  uint64_t next; /* the expected counter; 0 before the first event */
  uint64_t count;
  uint64_t announced; /* events that a comment announced as skipped */
  int64_t base;  /* the least of arrival − counter × period so far */
};

void tally_event(struct tally *t, struct sequence *s, const struct event *e, uint64_t now);
void tally_comment(struct tally *t, struct sequence *s, const char *text, size_t length);
void tally_print(const struct tally *t);

#endif
