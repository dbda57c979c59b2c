#pragma once

#include <stddef.h>
#include <sys/types.h>
#include <sys/xattr.h>

/// Linux's own flags that strict headers hide.
extern const int platform_o_path;
extern const int platform_at_empty_path;

/// A pipe that children do not inherit: 0 or -1.
int platform_pipe(int ends[2]);

/// Linux's inode flags (`lsattr`) and version; -1 where the file system has none.
int platform_inode_flags(const char *path, unsigned int *flags, unsigned int *version);
