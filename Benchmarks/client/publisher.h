#ifndef PUBLISHER_H
#define PUBLISHER_H

#include <stdint.h>

#include "response.h"

/* Posts events, each with a counter and the time, to a server that only passes them on. */
struct publisher {
  int socket;
  int timer;
  int port;
  const char *path;
  uint64_t counter;
  uint64_t answered;
  uint64_t failed; /* posts that did not get a 2xx response */
  struct response response;
};

/* Returns 0 if the server cannot be reached. */
int publisher_begin(struct publisher *p, int port, const char *path, double rate);

/* To be called when the timer has expired. */
void publisher_post(struct publisher *p);

/* To be called when the socket is readable. */
void publisher_read(struct publisher *p);

#endif
