#include "tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const uint64_t longest_plausible = 600ull * 1000000000u;

static void record_times(struct tally *t, struct sequence *s, const struct event *e, uint64_t now) {
  if (e->time > now || now - e->time > longest_plausible) {
    t->untimed += 1;
  } else if (t->measuring) {
    histogram_add(&t->delivery, now - e->time);
  }
  if (t->period == 0) return;
  int64_t *base = t->shared ? &t->shared_base : &s->base;
  int64_t offset = (int64_t)now - (int64_t)(e->counter * t->period);
  bool first = t->shared ? t->shared_base == INT64_MAX : s->count == 1;
  if (first || offset < *base) *base = offset;
  if (t->measuring) histogram_add(&t->lateness, (uint64_t)(offset - *base));
}

void tally_event(struct tally *t, struct sequence *s, const struct event *e, uint64_t now) {
  if (t->measuring) t->events += 1;
  s->count += 1;
  if (!e->has_counter || (e->has_numeric_id && e->id != e->counter)) {
    t->malformed += 1;
    return;
  }
  uint64_t expected = s->next == 0 ? (t->shared ? e->counter : 1) : s->next;
  if (e->counter > expected) {
    uint64_t gap = e->counter - expected;
    uint64_t announced = gap < s->announced ? gap : s->announced;
    t->skipped += announced;
    t->lost += gap - announced;
  } else if (e->counter < expected) {
    t->disordered += 1;
  }
  s->announced = 0;
  s->next = e->counter + 1;
  record_times(t, s, e, now);
}

void tally_comment(struct tally *t, struct sequence *s, const char *text, size_t length) {
  if (t->measuring) t->comments += 1;
  if (!memmem(text, length, "skip", 4)) return;
  uint64_t n = 0;
  for (size_t i = 0; i < length && (n == 0 || (text[i] >= '0' && text[i] <= '9')); i += 1)
    if (text[i] >= '0' && text[i] <= '9') n = n * 10 + (uint64_t)(text[i] - '0');
  s->announced += n;
}

static void print_histogram(const char *name, const struct histogram *h) {
  printf("\"%s\":{\"count\":%" PRIu64 ",\"p50\":%" PRIu64 ",\"p99\":%" PRIu64 ",\"p999\":%" PRIu64 ",\"max\":%" PRIu64 "},", name,
         h->total, histogram_quantile(h, 0.5), histogram_quantile(h, 0.99), histogram_quantile(h, 0.999), h->largest);
}

void tally_print(const struct tally *t) {
  printf("\"events\":%" PRIu64 ",\"requests\":%" PRIu64 ",\"comments\":%" PRIu64 ",", t->events, t->requests, t->comments);
  printf("\"wire_bytes\":%" PRIu64 ",\"body_bytes\":%" PRIu64 ",", t->wire_bytes, t->body_bytes);
  print_histogram("delivery", &t->delivery);
  print_histogram("lateness", &t->lateness);
  printf("\"lost\":%" PRIu64 ",\"skipped\":%" PRIu64 ",\"disordered\":%" PRIu64 ",", t->lost, t->skipped, t->disordered);
  printf("\"malformed\":%" PRIu64 ",\"untimed\":%" PRIu64 ",", t->malformed, t->untimed);
  printf("\"refused\":%" PRIu64 ",\"closed_early\":%" PRIu64, t->refused, t->closed_early);
}
