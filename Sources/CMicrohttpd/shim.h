#ifndef CMICROHTTPD_SHIM_H
#define CMICROHTTPD_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <microhttpd.h>

#ifdef __linux__
#include <linux/openat2.h>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Declared by the system only with _GNU_SOURCE, which a module cannot define for itself. */
#ifndef O_PATH
#define O_PATH 010000000
#endif
int accept4(int listener, struct sockaddr *restrict address, socklen_t *restrict length, int flags);
#endif

/* MHD_start_daemon is variadic, which Swift cannot call. No listening socket: connections are handed over by
   MHD_add_connection once their first head passed the guard. `strictness` is MHD's own word for it; from 0.9.77 on
   it refuses bare LF and folded lines by itself. */
static inline struct MHD_Daemon *
cmicrohttpd_start(unsigned int connection_limit, size_t memory_limit, MHD_AccessHandlerCallback handler,
                  void *(*request_line)(void *, const char *, struct MHD_Connection *),
                  MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection_changed, void *owner)
{
  return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_NO_LISTEN_SOCKET, 0, NULL,
                          NULL, handler, owner, MHD_OPTION_CONNECTION_LIMIT, connection_limit,
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

/* Sends one chunk (RFC 9112, 7.1) in one system call; with `more` it waits for what is sent next to share its segment. The answer counts the framing; below 0 it is -errno.
   `framing` gets what stands before the bytes, to be kept if the call took only a part. */
static inline ssize_t
cmicrohttpd_send_chunk(int descriptor, const void *bytes, size_t count, bool more, char framing[18],
                       size_t *framing_count)
{
  const int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (more ? MSG_MORE : 0);
  static const char digits[] = "0123456789abcdef";
  size_t length = 0, rest = count;
  do {
    length++;
    rest >>= 4;
  } while (rest != 0);
  rest = count;
  for (size_t i = length; i > 0; i--) {
    framing[i - 1] = digits[rest & 15];
    rest >>= 4;
  }
  framing[length++] = '\r';
  framing[length++] = '\n';
  *framing_count = length;
  if (count <= 4096) {
    /* Cheaper than three parts. */
    char whole[18 + 4096 + 2];
    memcpy(whole, framing, length);
    memcpy(whole + length, bytes, count);
    memcpy(whole + length + count, "\r\n", 2);
    ssize_t sent = send(descriptor, whole, length + count + 2, flags);
    return sent < 0 ? -(ssize_t)errno : sent;
  }
  struct iovec parts[3] = {{framing, length}, {(void *)bytes, count}, {(void *)"\r\n", 2}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 3};
  ssize_t sent = sendmsg(descriptor, &message, flags);
  return sent < 0 ? -(ssize_t)errno : sent;
}

/* Below 0 it is -errno. */
static inline ssize_t
cmicrohttpd_send(int descriptor, const void *bytes, size_t count)
{
  ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? -(ssize_t)errno : sent;
}

/* Bytes sent that the other side has not acknowledged. */
static inline int
cmicrohttpd_unacknowledged(int descriptor)
{
#ifdef __linux__
  int count = 0;
  return ioctl(descriptor, SIOCOUTQ, &count) < 0 ? 0 : count;
#else
  return 0;
#endif
}

/* Whether the other side has closed or reset the connection, which epoll may not have told yet. */
static inline bool
cmicrohttpd_peer_left(int descriptor)
{
#ifdef __linux__
  /* POLLRDHUP, which stands behind _GNU_SOURCE, is the same number. */
  struct pollfd asked = {.fd = descriptor, .events = EPOLLRDHUP};
  return poll(&asked, 1, 0) > 0 && (asked.revents & (EPOLLRDHUP | POLLHUP | POLLERR)) != 0;
#else
  return false;
#endif
}

/* Resets the connection: the other side sees ECONNRESET. The descriptor stays open. */
static inline void
cmicrohttpd_reset(int descriptor)
{
  struct sockaddr unspecified = {.sa_family = AF_UNSPEC};
  (void)connect(descriptor, &unspecified, sizeof unspecified);
}

/* Opens a file for reading below a folder and never outside of it, whatever `..` or links say: EXDEV, ELOOP or ENOENT then.
   -ENOSYS where the system cannot do it in one step. The answer is a descriptor or -errno. */
static inline int
cmicrohttpd_open_beneath(int folder, const char *path)
{
#ifdef __linux__
  struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
                         .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
  long descriptor = syscall(SYS_openat2, folder, path, &how, sizeof how);
  return descriptor < 0 ? -errno : (int)descriptor;
#else
  return -ENOSYS;
#endif
}

/* The same for a regular file, and also through links that lead out of the folder and back into it, as absolute ones do: what was
   opened is asked where it lies, so nothing can be exchanged in between. -EXDEV: it lies elsewhere. */
static inline int
cmicrohttpd_open_contained(int folder, const char *path)
{
#ifdef __linux__
  int descriptor = cmicrohttpd_open_beneath(folder, path);
  if (descriptor != -EXDEV && descriptor != -ELOOP && descriptor != -EAGAIN && descriptor != -ENOSYS && descriptor != -EPERM)
    return descriptor;
  /* Opened without any effect on what is found there: it may be a device. */
  int place = openat(folder, path, O_PATH | O_CLOEXEC);
  if (place < 0) return -errno;
  char root_link[40], place_link[40], root[PATH_MAX], found[PATH_MAX];
  snprintf(root_link, sizeof root_link, "/proc/self/fd/%d", folder);
  snprintf(place_link, sizeof place_link, "/proc/self/fd/%d", place);
  ssize_t root_length = readlink(root_link, root, sizeof root);
  ssize_t length = readlink(place_link, found, sizeof found);
  struct stat status;
  int result = -EXDEV;
  if (root_length > 0 && length > root_length && memcmp(root, found, (size_t)root_length) == 0
      && (found[root_length] == '/' || root[root_length - 1] == '/')) {
    if (fstat(place, &status) != 0) result = -errno;
    else if (!S_ISREG(status.st_mode)) result = -EINVAL;
    else {
      result = open(place_link, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
      if (result < 0) result = -errno;
    }
  }
  close(place);
  return result;
#else
  int descriptor = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
  return descriptor < 0 ? -errno : descriptor;
#endif
}

#endif
