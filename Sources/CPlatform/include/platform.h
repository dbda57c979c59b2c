#pragma once

#include "files.h"
#include "spawn_child.h"

/// Points every name service at files (and dns for hosts). A static glibc crashes in
/// getpwnam and getaddrinfo when it loads the system's name service modules.
void platform_use_files_for_names(void);
