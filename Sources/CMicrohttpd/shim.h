#ifndef CMICROHTTPD_SHIM_H
#define CMICROHTTPD_SHIM_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <microhttpd.h>

/* Swift cannot call MHD_start_daemon, which is variadic. No listening socket: connections are handed over with
   MHD_add_connection after their first head has passed the guard. Client discipline level 1 (strict before 0.9.77) makes
   MHD refuse bare LF and folded lines from 0.9.77 on. No Date: the loop adds it, because a response may go without one. */
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

/* The pointer that the owner attached to a connection when it was notified of it. */
static inline void *
cmicrohttpd_socket_context(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

/* The size of a request's head in bytes, from the method to the end of the blank line. */
static inline size_t
cmicrohttpd_head_size(struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info == NULL ? 0 : info->header_size;
}

/* Sends the body without chunks: it ends with the connection, for HTTP/1.1 clients too. */
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

/* Frees the fields of a head that was sent; otherwise each would keep three allocations for as long as the stream lasts. Deletes
   them by copies of name and value, because the library reads the name again after freeing its own. */
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

/* Makes the library visit this connection in each run, as it does for all connections with a timeout of their own. Otherwise
   a connection whose body's reader has ended it is closed only when something else makes the library visit it. */
static inline void
cmicrohttpd_visit_always(struct MHD_Connection *connection)
{
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 3600u);
}

#endif
