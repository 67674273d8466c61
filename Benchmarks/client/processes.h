#ifndef PROCESSES_H
#define PROCESSES_H

#include <stdint.h>

enum { PROCESS_LIMIT = 16 };

/* The processes of the server under test. */
struct processes {
  int count;
  int ids[PROCESS_LIMIT];
};

/* What they have used so far, all threads together. */
struct usage {
  uint64_t cpu; /* nanoseconds */
  uint64_t user_ticks; /* of sysconf(_SC_CLK_TCK) a second */
  uint64_t system_ticks;
  uint64_t resident; /* KiB */
};

/* `text` is `1234,1235`; returns whether it was that. */
int processes_parse(struct processes *p, const char *text);
struct usage processes_usage(const struct processes *p);

#endif
