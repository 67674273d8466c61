#ifndef CMICROHTTPD_SHIM_H
#define CMICROHTTPD_SHIM_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <microhttpd.h>

/* MHD_start_daemon is variadic, which Swift cannot call. No listening socket: connections are handed over by
   MHD_add_connection once their first head passed the guard. `strictness` is MHD's own word for it; from 0.9.77 on
   it refuses bare LF and folded lines by itself. No Date: the loop says it, since an answer may do without. */
static inline struct MHD_Daemon *
cmicrohttpd_start(unsigned int connection_limit, size_t memory_limit, MHD_AccessHandlerCallback handler,
                  void *(*request_line)(void *, const char *, struct MHD_Connection *),
                  MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection_changed, void *owner)
{
  return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_NO_LISTEN_SOCKET |
                            MHD_USE_SUPPRESS_DATE_NO_CLOCK,
                          0, NULL, NULL, handler, owner, MHD_OPTION_CONNECTION_LIMIT, connection_limit,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory_limit, MHD_OPTION_URI_LOG_CALLBACK, request_line,
                          owner, MHD_OPTION_NOTIFY_COMPLETED, completed, owner, MHD_OPTION_NOTIFY_CONNECTION,
                          connection_changed, owner,
#if MHD_VERSION >= 0x00097701
                          MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#else
                          MHD_OPTION_STRICT_FOR_CLIENT, 1,
#endif
                          MHD_OPTION_END);
}

/* The descriptor of the daemon's epoll set, or -1. */
static inline int
cmicrohttpd_epoll_descriptor(struct MHD_Daemon *daemon)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
  return info == NULL ? -1 : info->epoll_fd;
}

/* What the owner attached to a connection when it was told of it. */
static inline void *
cmicrohttpd_socket_context(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

/* The bytes from the method's first to the one after the blank line. */
static inline size_t
cmicrohttpd_head_size(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info == NULL ? 0 : info->header_size;
}

/* No chunks: the end of the connection is the end of the body, to HTTP/1.1 clients too. */
static inline void
cmicrohttpd_delimit_by_close(struct MHD_Response *response)
{
  MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}

static inline enum MHD_Result
cmicrohttpd_copy_field(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
  char **field = context;
  (void)kind;
  if (strcasecmp(name, "Connection") == 0) return MHD_YES;
  field[0] = strdup(name);
  field[1] = strdup(value == NULL ? "" : value);
  return MHD_NO;
}

/* Gives the memory of a head back that was sent: three pieces a field, for as long as the stream lasts. The library is asked with
   copies, because it looks at the name once more after freeing its own. */
static inline void
cmicrohttpd_forget_fields(struct MHD_Response *response)
{
  enum MHD_Result removed;
  do {
    char *field[2] = {NULL, NULL};
    MHD_get_response_headers(response, &cmicrohttpd_copy_field, field);
    removed = field[0] == NULL || field[1] == NULL ? MHD_NO : MHD_del_response_header(response, field[0], field[1]);
    free(field[0]);
    free(field[1]);
  } while (removed == MHD_YES);
}

/* Has the library look at this connection in each run, as it does with all that have a time-out of their own. Without,
   a connection that a body's reader ended is closed only when something else makes the library visit it. */
static inline void
cmicrohttpd_visit_always(struct MHD_Connection *connection)
{
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 3600u);
}

#endif
