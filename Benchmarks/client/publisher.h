#ifndef PUBLISHER_H
#define PUBLISHER_H

#include <stdint.h>

#include "response.h"

/* Posts events to a server that only passes on what it is given, each with its counter and the time. */
struct publisher {
  int socket;
  int timer;
  int port;
  const char *path;
  uint64_t counter;
  uint64_t answered;
  uint64_t failed; /* posts that were not answered 2xx */
  struct response response;
};

/* Returns 0 when the server cannot be reached. */
int publisher_begin(struct publisher *p, int port, const char *path, double rate);

/* The timer has expired. */
void publisher_post(struct publisher *p);

/* The socket is readable. */
void publisher_read(struct publisher *p);

#endif
