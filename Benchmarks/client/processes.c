#include "processes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int processes_parse(struct processes *p, const char *text) {
  p->count = 0;
  while (*text) {
    char *end;
    long id = strtol(text, &end, 10);
    if (end == text || id <= 0 || p->count == PROCESS_LIMIT) return 0;
    p->ids[p->count] = (int)id;
    p->count += 1;
    text = *end == ',' ? end + 1 : end;
    if (*end && *end != ',') return 0;
  }
  return 1;
}

static void add_ticks(struct usage *u, int id) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", id);
  FILE *f = fopen(path, "r");
  if (!f) return;
  size_t n = fread(line, 1, sizeof line - 1, f);
  fclose(f);
  line[n] = 0;
  const char *p = strrchr(line, ')'); /* the name may hold anything */
  unsigned long user, system;
  if (p && sscanf(p + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) == 2) {
    u->user_ticks += user;
    u->system_ticks += system;
  }
}

static void add_resident(struct usage *u, int id) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", id);
  FILE *f = fopen(path, "r");
  if (!f) return;
  unsigned long kib;
  while (fgets(line, sizeof line, f))
    if (sscanf(line, "VmRSS: %lu", &kib) == 1) u->resident += kib;
  fclose(f);
}

struct usage processes_usage(const struct processes *p) {
  struct usage u = {0};
  for (int i = 0; i < p->count; i += 1) {
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(p->ids[i], &clock) == 0 && clock_gettime(clock, &t) == 0)
      u.cpu += (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
    add_ticks(&u, p->ids[i]);
    add_resident(&u, p->ids[i]);
  }
  return u;
}
