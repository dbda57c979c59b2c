#define _GNU_SOURCE
#include "watchdog.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static atomic_long last_sign;

static struct {
  int input;
  int seconds;
  int status;
} watched;

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

void platform_sign_of_life(void) { atomic_store_explicit(&last_sign, now(), memory_order_relaxed); }

static int is_deserted(void) {
  // Without POLLIN: what is still to be read must not wake us.
  struct pollfd end = {.fd = watched.input, .events = POLLRDHUP};
  return poll(&end, 1, -1) > 0 && (end.revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL));
}

// It allocates nothing and takes no lock: the process may fork at any time.
static void *watch(void *unused) {
  (void)unused;
  while (!is_deserted()) continue;
  while (now() - atomic_load_explicit(&last_sign, memory_order_relaxed) < watched.seconds) sleep(1);
  _exit(watched.status);
}

void platform_start_watchdog(int input, int seconds, int status) {
  watched.input = input;
  watched.seconds = seconds;
  watched.status = status;
  platform_sign_of_life();
  // Signals are the main thread's.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  if (pthread_create(&thread, &attributes, watch, NULL) == 0) pthread_detach(thread);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
