#define _GNU_SOURCE
#include "files.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

const int platform_o_path = O_PATH;
const int platform_at_empty_path = AT_EMPTY_PATH;

int platform_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int platform_inode_flags(const char *path, unsigned int *flags, unsigned int *version) {
  int file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return -1;
  int result = ioctl(file, FS_IOC_GETFLAGS, flags);
  if (result == 0 && ioctl(file, FS_IOC_GETVERSION, version) != 0) *version = 0;
  close(file);
  return result;
}
