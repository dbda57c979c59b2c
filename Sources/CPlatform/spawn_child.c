#define _GNU_SOURCE
#include "spawn_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct failure {
  int step, code;
};

static void give_up(int report, int step) {
  struct failure failure = {step, errno};
  ssize_t written = write(report, &failure, sizeof failure);
  (void)written;
  _exit(127);
}

/* Only async-signal-safe calls: the parent may have threads. System calls that glibc would
   broadcast to threads are made directly. */
static void become_child(const struct platform_child *child, pid_t parent, int report) {
  setpgid(0, 0);
  for (int signal_number = 1; signal_number < 32; signal_number++) signal(signal_number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (child->mask >= 0) umask((mode_t)child->mask);
  if (dup2(child->input, 0) < 0 || dup2(child->output, 1) < 0 || dup2(child->error, 2) < 0)
    give_up(report, PLATFORM_EXECUTE);
#ifdef SYS_close_range
  syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */);
#endif
  if (child->changes_user &&
      (syscall(SYS_setgroups, child->group_count, child->groups) < 0 || syscall(SYS_setgid, child->gid) < 0 ||
       syscall(SYS_setuid, child->uid) < 0))
    give_up(report, PLATFORM_USER);
  /* After the change of user, which would take it back. */
  if (!child->outlives_parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
  }
  if (child->folder && chdir(child->folder) < 0) give_up(report, PLATFORM_FOLDER);
  execve(child->program, child->arguments, child->environment);
  give_up(report, PLATFORM_EXECUTE);
}

int platform_start_child(const struct platform_child *child, pid_t *pid, int *step) {
  int report[2];
  *step = PLATFORM_FORK;
  if (pipe2(report, O_CLOEXEC) < 0) return errno;
  pid_t parent = getpid();
  *pid = fork();
  if (*pid == 0) become_child(child, parent, report[1]);
  int code = errno;
  close(report[1]);
  if (*pid < 0) {
    close(report[0]);
    return code;
  }
  setpgid(*pid, *pid);
  struct failure failure;
  ssize_t got;
  do got = read(report[0], &failure, sizeof failure);
  while (got < 0 && errno == EINTR);
  close(report[0]);
  if (got != (ssize_t)sizeof failure) return 0;
  while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR) {
  }
  *step = failure.step;
  return failure.code;
}

int platform_watch_process(pid_t pid) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, pid, 0u);
#else
  return -1;
#endif
}
