#ifndef CNETTLE_SHIM_H
#define CNETTLE_SHIM_H

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/version.h>

/* HMAC-SHA256. Nettle's names are macros, and its digest functions lost a parameter in version 4. `mac` has room for 32 bytes. */
static inline void
cnettle_hmac_sha256(size_t key_length, const uint8_t *key, size_t length, const uint8_t *message, uint8_t *mac)
{
  struct hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key_length, key);
  hmac_sha256_update(&context, length, message);
#if NETTLE_VERSION_MAJOR >= 4
  hmac_sha256_digest(&context, mac);
#else
  hmac_sha256_digest(&context, SHA256_DIGEST_SIZE, mac);
#endif
}

/* Whether two buffers are equal, in a time that depends only on their length. */
static inline int
cnettle_is_equal(const void *a, const void *b, size_t length)
{
  return memeql_sec(a, b, length);
}

#endif
