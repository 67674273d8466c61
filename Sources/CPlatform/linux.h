#ifndef CPLATFORM_LINUX_H
#define CPLATFORM_LINUX_H

/* Functions of Linux that the C library's module hides from Swift, and what is better written in C. `Platform` calls them; nothing else does. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

/* The system declares these only with _GNU_SOURCE, which a module cannot define for itself. */
#ifndef O_PATH
#define O_PATH 010000000
#endif
int accept4(int listener, struct sockaddr *restrict address, socklen_t *restrict length, int flags);

/* Sends one chunk (RFC 9112, 7.1) in one system call; if it has more than `most` bytes, only its framing and that many. `more`: wait for the next
   data to share the segment. Returns the bytes sent with framing, or -errno. `framing` gets the bytes before the data, to resume a partial send. */
static inline ssize_t
cplatform_send_chunk(int descriptor, const void *bytes, size_t count, size_t most, bool more,
                       char framing[18], size_t *framing_count)
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
  if (count <= 4096 && count <= most) {
    /* Copying is cheaper than sending three parts. */
    char whole[18 + 4096 + 2];
    memcpy(whole, framing, length);
    memcpy(whole + length, bytes, count);
    memcpy(whole + length + count, "\r\n", 2);
    ssize_t sent = send(descriptor, whole, length + count + 2, flags);
    return sent < 0 ? -(ssize_t)errno : sent;
  }
  const bool is_whole = count <= most;
  struct iovec parts[3] = {
      {framing, length}, {(void *)bytes, is_whole ? count : most}, {(void *)"\r\n", 2}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = is_whole ? 3 : 2};
  ssize_t sent = sendmsg(descriptor, &message, flags);
  return sent < 0 ? -(ssize_t)errno : sent;
}

/* Opens a file below a folder for reading. A path that leads outside by `..` or links fails with EXDEV, ELOOP or ENOENT. Returns a
   descriptor or -errno: -ENOSYS if the system cannot do this in one step. */
static inline int
cplatform_open_beneath(int folder, const char *path)
{
  struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
                         .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
  long descriptor = syscall(SYS_openat2, folder, path, &how, sizeof how);
  return descriptor < 0 ? -errno : (int)descriptor;
}

/* The same for a regular file, but also follows links that lead out of the folder and back into it, as absolute ones do. The
   location is read from the opened file, so nothing can be swapped in between. -EXDEV: the file is not below the folder. */
static inline int
cplatform_open_contained(int folder, const char *path)
{
  int descriptor = cplatform_open_beneath(folder, path);
  if (descriptor != -EXDEV && descriptor != -ELOOP && descriptor != -EAGAIN && descriptor != -ENOSYS && descriptor != -EPERM)
    return descriptor;
  /* O_PATH has no effect on the file, which may be a device. */
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
}

#endif
