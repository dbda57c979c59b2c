#pragma once

#include "files.h"
#include "fork_user.h"
#include "sha256_blocks.h"
#include "spawn_child.h"
#include "watchdog.h"

/// Points every name service at files (and dns for hosts). A static glibc crashes in
/// getpwnam and getaddrinfo when it loads the system's name service modules.
void platform_use_files_for_names(void);

/// Seconds since 1970 of a time in the host's zone, read as `strptime` does; -1 where it does not fit.
int platform_parse_local_time(const char *text, const char *format, long long *seconds);
