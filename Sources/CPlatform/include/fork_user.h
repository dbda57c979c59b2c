#pragma once

#include <stddef.h>
#include <sys/types.h>

/// fork(2). Only for a process with one thread.
pid_t platform_fork(void);

/// Closes every descriptor from 3 on except one.
void platform_close_others(int kept);

/// Takes on groups, gid and uid for good. Returns 0 or errno.
int platform_become(uid_t uid, gid_t gid, const gid_t *groups, size_t group_count);
