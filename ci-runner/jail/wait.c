/* Waiting for children, and exiting as they did. */
#include "jail.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

static pid_t waited_for;
static void pass_on(int signal) {
  if (waited_for > 0) kill(waited_for, signal);
}
static const int PASSED_SIGNALS[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGQUIT, SIGCONT};

int wait_for(pid_t child) {
  waited_for = child;
  for (size_t i = 0; i < sizeof PASSED_SIGNALS / sizeof *PASSED_SIGNALS; i++) signal(PASSED_SIGNALS[i], pass_on);
  for (;;) {
    int status;
    pid_t ended = waitpid(-1, &status, 0);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) die("wait");
  }
}

int end_like(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  signal(WTERMSIG(status), SIG_DFL);
  raise(WTERMSIG(status));
  return 128 + WTERMSIG(status);
}
