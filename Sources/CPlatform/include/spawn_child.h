#pragma once

#include <stddef.h>
#include <sys/types.h>

/// What a child process is to be. Descriptors 0, 1 and 2 of the child are `input`, `output`, `error`;
/// all others are closed.
struct platform_child {
  const char *program;
  char *const *arguments;
  char *const *environment;
  /// NULL: the parent's folder.
  const char *folder;
  int input, output, error;
  /// Negative: the parent's.
  int mask;
  /// Whether groups, gid and uid below are taken on.
  int changes_user;
  uid_t uid;
  gid_t gid;
  const gid_t *groups;
  size_t group_count;
  /// Whether it goes on when this process is killed.
  int outlives_parent;
};

/// Which step failed; for the message.
enum platform_child_step { PLATFORM_FORK, PLATFORM_USER, PLATFORM_FOLDER, PLATFORM_EXECUTE };

/// Starts a child in its own process group. Returns 0, or errno with `step` set.
int platform_start_child(const struct platform_child *child, pid_t *pid, int *step);

/// A descriptor that becomes readable when the process ends, or -1.
int platform_watch_process(pid_t pid);
