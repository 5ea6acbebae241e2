/*
 * init: process 1 of the grading container. Runs one program, passes signals on to it, and exits as it does. Processes that a killed jail
 * leaves behind become this process's children, and would count against the container's limit until they are reaped.
 *
 *   init PROGRAM [ARGUMENT …]
 */
#include "jail.h"

#include <unistd.h>

int main(int count, char **values) {
  if (count < 2) die("no program given");
  pid_t program = fork();
  if (program < 0) die("fork");
  if (program == 0) {
    execvp(values[1], values + 1);
    die("%s", values[1]);
  }
  return end_like(wait_for(program));
}
