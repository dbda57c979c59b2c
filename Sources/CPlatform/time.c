#define _GNU_SOURCE
#include "platform.h"

#include <time.h>

int platform_parse_local_time(const char *text, const char *format, long long *seconds) {
  struct tm fields = {.tm_mday = 1};
  const char *end = strptime(text, format, &fields);
  if (end == NULL || *end != '\0') return -1;
  fields.tm_isdst = -1;
  *seconds = (long long)mktime(&fields);
  return 0;
}
