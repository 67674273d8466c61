#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

/* Counts of durations in nanoseconds. The width of a bucket is at most 1/64 of its value. */
struct histogram {
  uint64_t counts[64 * 64];
  uint64_t total;
  uint64_t largest;
};

static inline unsigned histogram_bucket(uint64_t value) {
  if (value < 64) return (unsigned)value;
  unsigned exponent = 63u - (unsigned)__builtin_clzll(value);
  return (exponent - 5) * 64 + (unsigned)((value >> (exponent - 6)) & 63);
}

/* The largest value in a bucket. */
static inline uint64_t histogram_value(unsigned bucket) {
  if (bucket < 64) return bucket;
  unsigned exponent = bucket / 64 + 5;
  return ((uint64_t)(64 + bucket % 64 + 1) << (exponent - 6)) - 1;
}

static inline void histogram_add(struct histogram *h, uint64_t value) {
  h->counts[histogram_bucket(value)] += 1;
  h->total += 1;
  if (value > h->largest) h->largest = value;
}

/* The smallest value that `share` of all values do not exceed, to the width of a bucket; 0 if there are none. */
static inline uint64_t histogram_quantile(const struct histogram *h, double share) {
  uint64_t rank = (uint64_t)((double)h->total * share);
  uint64_t seen = 0;
  for (unsigned i = 0; i < sizeof h->counts / sizeof *h->counts; i += 1) {
    seen += h->counts[i];
    if (seen > rank) {
      uint64_t value = histogram_value(i);
      return value < h->largest ? value : h->largest;
    }
  }
  return h->largest;
}

#endif
