#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A parser of HTTP/1.1 responses, fed in pieces of any size (RFC 9112, sections 4, 6 and 7.1). */
enum response_state {
  RESPONSE_HEAD,
  RESPONSE_BODY,
  RESPONSE_COMPLETE,
  RESPONSE_MALFORMED,
};

enum response_framing { FRAMING_CHUNKED, FRAMING_LENGTH, FRAMING_CLOSE };

enum chunk_state {
  CHUNK_SIZE,
  CHUNK_EXTENSION,
  CHUNK_SIZE_LF,
  CHUNK_DATA,
  CHUNK_DATA_CR,
  CHUNK_DATA_LF,
  TRAILER_START,
  TRAILER_LINE,
  TRAILER_END_LF,
};

struct response {
  uint64_t left; /* bytes left of the chunk, or of a body with a length */
  uint64_t body_bytes;
  uint64_t chunks;
  char *head; /* only while the head is incomplete */
  uint32_t head_length;
  int16_t status;
  uint8_t state;
  uint8_t framing;
  uint8_t chunk;
  uint8_t size_digits;
  bool closes; /* the response has `Connection: close` */
};

/* Receives the body without its framing. */
typedef void body_receiver(void *context, const char *bytes, size_t count);

void response_begin(struct response *r);
void response_free(struct response *r);

/* Reads up to `count` bytes and returns how many belong to this response. */
size_t response_feed(struct response *r, const char *bytes, size_t count, body_receiver *body, void *context);

/* To be called when the connection has ended. Returns whether the body is complete. */
bool response_end(struct response *r);

#endif
