#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "processes.h"

enum mode {
  MODE_STREAM, /* open the streams and keep them open */
  MODE_ONCE,   /* connect, read one event and the end, close, repeat */
  MODE_GET,    /* request a file repeatedly on kept connections */
};

struct options {
  enum mode mode;
  int port;
  const char *path;
  int streams;
  int open_rate; /* connections per second */
  double warmup;
  double seconds;
  double period; /* milliseconds between the events of a stream, 0 if not fixed */
  bool shared;
  uint64_t expected_bytes; /* the size of the file */
  const char *publish_path;
  double publish_rate; /* per second */
  struct processes processes;
};

/* Exits with status 2 and a message if the arguments are wrong. */
struct options options_parse(int argc, char **argv);

#endif
