#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "processes.h"

enum mode {
  MODE_STREAM, /* open the streams, keep them open */
  MODE_ONCE,   /* connect, read one event and the end, close, again */
  MODE_GET,    /* ask for a file again and again on kept connections */
};

struct options {
  enum mode mode;
  int port;
  const char *path;
  int streams;
  int open_rate; /* connections a second */
  double warmup;
  double seconds;
  double period; /* milliseconds between the events of a stream, 0 when that is not fixed */
  bool shared;
  uint64_t expected_bytes; /* of a file */
  const char *publish_path;
  double publish_rate; /* a second */
  struct processes processes;
};

/* Exits with 2 and a message when the arguments are wrong. */
struct options options_parse(int argc, char **argv);

#endif
