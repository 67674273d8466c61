#include "response.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEAD_LIMIT = 16384 };

void response_begin(struct response *r) {
  free(r->head);
  memset(r, 0, sizeof *r);
}

void response_free(struct response *r) {
  free(r->head);
  r->head = NULL;
}

static bool has_name(const char *line, size_t length, const char *name) {
  size_t n = strlen(name);
  return length > n && line[n] == ':' && strncasecmp(line, name, n) == 0;
}

static bool holds_token(const char *line, size_t length, const char *token) {
  size_t n = strlen(token);
  for (size_t i = 0; i + n <= length; i += 1)
    if (strncasecmp(line + i, token, n) == 0) return true;
  return false;
}

/* Parses a head that ends with the empty line. */
static bool parse_head(struct response *r, const char *head, size_t length) {
  if (length < 14 || memcmp(head, "HTTP/1.", 7) != 0) return false;
  r->status = (int16_t)strtol(head + 9, NULL, 10);
  r->framing = FRAMING_CLOSE;
  bool has_length = false;
  const char *p = memchr(head, '\n', length);
  const char *end = head + length;
  while (p && p + 1 < end) {
    const char *line = p + 1;
    p = memchr(line, '\n', (size_t)(end - line));
    if (!p) break;
    size_t n = (size_t)(p - line);
    if (has_name(line, n, "transfer-encoding") && holds_token(line, n, "chunked")) r->framing = FRAMING_CHUNKED;
    if (has_name(line, n, "connection") && holds_token(line, n, "close")) r->closes = true;
    if (has_name(line, n, "content-length")) {
      has_length = true;
      r->left = strtoull(line + strlen("content-length:"), NULL, 10);
    }
  }
  if (r->framing == FRAMING_CHUNKED) {
    r->left = 0;
    r->chunk = CHUNK_SIZE;
  } else if (has_length) {
    r->framing = FRAMING_LENGTH;
  }
  r->state = r->framing == FRAMING_LENGTH && r->left == 0 ? RESPONSE_COMPLETE : RESPONSE_BODY;
  return true;
}

/* Collects the head; returns how many bytes it used. */
static size_t feed_head(struct response *r, const char *bytes, size_t count) {
  if (r->head_length == 0) {
    const char *end = memmem(bytes, count, "\r\n\r\n", 4);
    if (end) {
      size_t length = (size_t)(end - bytes) + 4;
      if (!parse_head(r, bytes, length)) r->state = RESPONSE_MALFORMED;
      return length;
    }
  }
  if (!r->head) r->head = malloc(HEAD_LIMIT);
  size_t taken = 0;
  while (taken < count && r->head && r->head_length < HEAD_LIMIT) {
    r->head[r->head_length] = bytes[taken];
    r->head_length += 1;
    taken += 1;
    if (r->head_length >= 4 && memcmp(r->head + r->head_length - 4, "\r\n\r\n", 4) == 0) {
      if (!parse_head(r, r->head, r->head_length)) r->state = RESPONSE_MALFORMED;
      response_free(r);
      return taken;
    }
  }
  if (!r->head || r->head_length == HEAD_LIMIT) r->state = RESPONSE_MALFORMED;
  return taken;
}

/* Parses one byte of chunk framing. */
static void step_chunk(struct response *r, char c) {
  bool fits = true;
  switch (r->chunk) {
  case CHUNK_SIZE:
    if (isxdigit((unsigned char)c) && r->size_digits < 15) {
      r->left = r->left * 16 + (uint64_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
      r->size_digits += 1;
    } else if (c == '\r' && r->size_digits > 0) {
      r->chunk = CHUNK_SIZE_LF;
    } else if (c == ';' && r->size_digits > 0) {
      r->chunk = CHUNK_EXTENSION;
    } else {
      fits = false;
    }
    break;
  case CHUNK_EXTENSION:
    if (c == '\r') r->chunk = CHUNK_SIZE_LF;
    break;
  case CHUNK_SIZE_LF:
    fits = c == '\n';
    r->chunk = r->left == 0 ? TRAILER_START : CHUNK_DATA;
    r->size_digits = 0;
    r->chunks += 1;
    break;
  case CHUNK_DATA_CR:
    fits = c == '\r';
    r->chunk = CHUNK_DATA_LF;
    break;
  case CHUNK_DATA_LF:
    fits = c == '\n';
    r->chunk = CHUNK_SIZE;
    break;
  case TRAILER_START:
    r->chunk = c == '\r' ? TRAILER_END_LF : TRAILER_LINE;
    break;
  case TRAILER_LINE:
    if (c == '\n') r->chunk = TRAILER_START;
    break;
  case TRAILER_END_LF:
    fits = c == '\n';
    r->state = RESPONSE_COMPLETE;
    break;
  default:
    fits = false;
  }
  if (!fits) r->state = RESPONSE_MALFORMED;
}

size_t response_feed(struct response *r, const char *bytes, size_t count, body_receiver *body, void *context) {
  size_t at = 0;
  if (r->state == RESPONSE_HEAD) at = feed_head(r, bytes, count);
  while (at < count && r->state == RESPONSE_BODY) {
    if (r->framing == FRAMING_CHUNKED && r->chunk != CHUNK_DATA) {
      step_chunk(r, bytes[at]);
      at += 1;
      continue;
    }
    size_t n = count - at;
    if (r->framing != FRAMING_CLOSE && n > r->left) n = (size_t)r->left;
    body(context, bytes + at, n);
    at += n;
    r->body_bytes += n;
    if (r->framing == FRAMING_CLOSE) continue;
    r->left -= n;
    if (r->left > 0) continue;
    if (r->framing == FRAMING_CHUNKED)
      r->chunk = CHUNK_DATA_CR;
    else
      r->state = RESPONSE_COMPLETE;
  }
  return at;
}

bool response_end(struct response *r) {
  if (r->state == RESPONSE_BODY && r->framing == FRAMING_CLOSE) r->state = RESPONSE_COMPLETE;
  return r->state == RESPONSE_COMPLETE;
}
