#define _GNU_SOURCE
#include "fork_user.h"

#include <errno.h>
#include <grp.h>
#include <sys/syscall.h>
#include <unistd.h>

pid_t platform_fork(void) { return fork(); }

static void close_range_of(unsigned first, unsigned last) {
  if (first > last) return;
#ifdef SYS_close_range
  if (syscall(SYS_close_range, first, last, 0u) == 0) return;
#endif
  long most = sysconf(_SC_OPEN_MAX);
  for (unsigned fd = first; fd <= last && (long)fd < most; fd++) close((int)fd);
}

void platform_close_others(int kept) {
  close_range_of(3, (unsigned)kept - 1);
  close_range_of((unsigned)kept + 1, ~0u);
}

int platform_become(uid_t uid, gid_t gid, const gid_t *groups, size_t group_count) {
  if (setgroups(group_count, groups) < 0 || setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0) return errno;
  /* Root must be gone for good. */
  return uid != 0 && setuid(0) == 0 ? EPERM : 0;
}
