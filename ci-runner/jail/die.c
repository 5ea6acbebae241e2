#include "jail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void die(const char *what, ...) {
  va_list values;
  va_start(values, what);
  fprintf(stderr, "jail: ");
  vfprintf(stderr, what, values);
  fprintf(stderr, ": %s\n", strerror(errno));
  va_end(values);
  _exit(125);
}
