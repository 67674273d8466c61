#ifndef PROCESSES_H
#define PROCESSES_H

#include <stdint.h>

enum { PROCESS_LIMIT = 16 };

/* The processes of the server under test. */
struct processes {
  int count;
  int ids[PROCESS_LIMIT];
};

/* Their usage so far, of all threads. */
struct usage {
  uint64_t cpu; /* nanoseconds */
  uint64_t user_ticks; /* sysconf(_SC_CLK_TCK) of them are a second */
  uint64_t system_ticks;
  uint64_t resident; /* KiB */
};

/* Reads process IDs such as `1234,1235`; returns 0 if `text` is not that. */
int processes_parse(struct processes *p, const char *text);
struct usage processes_usage(const struct processes *p);

#endif
