/*
 * jail: runs one program of a submission, which sees only its own files and its own network, and can leave nothing behind.
 *
 *   jail [--netns FILE] [--uid N] [--net-raw] [--bind FROM=TO]… [--hosts FILE] [--hostname NAME] [--tmp BYTES] -- PROGRAM [ARGUMENT …]
 *
 *   --netns FILE   join this network namespace; without it the program gets an empty one
 *   --uid N        run as this user and group (RLIMIT_NPROC counts per user across containers: one of its own for every slot)
 *   --net-raw      keep CAP_NET_RAW, and nothing else
 *   --bind FROM=TO the program sees FROM, read-only, as /TO (a folder of the root: `work` is where it starts)
 *   --hosts FILE   its /etc/hosts
 *   --hostname NAME  its host name (default jail)
 *   --tmp BYTES    size of its private /tmp (default 16 MiB)
 *
 * Inside: own mount, process, IPC and host-name namespaces; a read-only root made of nothing but /usr, the four devices a program
 * needs, its own /proc and /tmp (`root.c`); no capability, no way to gain one, limits (`rights.c`); a system-call filter (`filter.c`). Descriptors 0 to 4 are passed on,
 * all others are closed. When jail dies the kernel kills everything in the namespace. It exits as the program did: with its exit
 * status or by the same signal; with status 125 and a message on standard error if the jail could not be set up.
 */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct options read_options(int count, char **values) {
  static const struct option known[] = {{"netns", 1, 0, 'n'}, {"uid", 1, 0, 'u'}, {"net-raw", 0, 0, 'r'}, {"bind", 1, 0, 'b'},
                                        {"hosts", 1, 0, 'h'}, {"hostname", 1, 0, 'm'}, {"tmp", 1, 0, 't'}, {0, 0, 0, 0}};
  struct options chosen = {.tmp = "16777216", .hostname = "jail", .uid = 65534};
  int option;
  while ((option = getopt_long(count, values, "+", known, NULL)) != -1) {
    if (option == 'n') chosen.netns = optarg;
    else if (option == 'u') chosen.uid = (unsigned)strtoul(optarg, NULL, 10);
    else if (option == 'r') chosen.net_raw = 1;
    else if (option == 'b' && chosen.bind_count < MOST_BINDS && strchr(optarg, '=')) chosen.binds[chosen.bind_count++] = optarg;
    else if (option == 'h') chosen.hosts = optarg;
    else if (option == 'm') chosen.hostname = optarg;
    else if (option == 't') chosen.tmp = optarg;
    else _exit(125);
  }
  chosen.program = values + optind;
  errno = EINVAL;
  if (!*chosen.program) die("no program given");
  if (chosen.uid == 0) die("--uid 0: a submission never runs as root");
  return chosen;
}

static void close_passed_descriptors(void) {
  for (int descriptor = 0; descriptor <= LAST_PASSED_DESCRIPTOR; descriptor++) close(descriptor);
}

/* Only the parent reads reports. It may have exited before prctl was called, and then no signal comes. */
static void die_with_parent(int report) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) die("die with the parent");
  struct pollfd reader = {report, 0, 0};
  if (poll(&reader, 1, 0) > 0 && reader.revents & POLLERR) _exit(125);
}

/*
 * Process 1 of the jail: an init that reaps, so that the program itself is an ordinary process that default signal actions end.
 * The program's wait status goes back through `report`: no signal can end process 1, so its own exit status could not tell.
 */
static void run_inside(struct options *chosen, int report) {
  die_with_parent(report);
  be_first_to_go();
  if (sethostname(chosen->hostname, strlen(chosen->hostname))) die("sethostname");
  build_root(chosen);
  drop_rights(chosen);
  die_with_parent(report); /* again: changing the user cleared it */
  filter_system_calls();
  pid_t program = fork();
  if (program < 0) die("fork");
  if (program == 0) {
    execvp(chosen->program[0], chosen->program);
    die("%s", chosen->program[0]);
  }
  close_passed_descriptors();
  int status = wait_for(program);
  if (write(report, &status, sizeof status) != sizeof status) _exit(125);
  _exit(0);
}

int main(int count, char **values) {
  struct options chosen = read_options(count, values);
  int report[2], status;
  if (syscall(SYS_close_range, LAST_PASSED_DESCRIPTOR + 1, ~0u, 0)) die("close descriptors");
  int namespaces = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
  if (chosen.netns) {
    int file = open(chosen.netns, O_RDONLY | O_CLOEXEC);
    if (file < 0 || setns(file, CLONE_NEWNET)) die("join %s", chosen.netns);
    close(file);
  } else namespaces |= CLONE_NEWNET;
  /* Above the passed descriptors, even if some of those are closed: the program must not get it. */
  if (pipe2(report, O_CLOEXEC)) die("pipe");
  for (int end = 0; end < 2; end++) {
    int opened = report[end];
    if (opened > LAST_PASSED_DESCRIPTOR) continue;
    if ((report[end] = fcntl(opened, F_DUPFD_CLOEXEC, LAST_PASSED_DESCRIPTOR + 1)) < 0) die("pipe");
    close(opened); /* or process 1 keeps a read end, and never learns that all others are closed */
  }
  if (unshare(namespaces)) die("unshare");

  pid_t inside = fork();
  if (inside < 0) die("fork");
  if (inside == 0) {
    close(report[0]);
    run_inside(&chosen, report[1]);
  }
  close(report[1]);
  close_passed_descriptors();
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) die("no core dump"); /* it may die of the program's signal */
  int init = wait_for(inside);
  if (read(report[0], &status, sizeof status) == sizeof status) return end_like(status);
  return WIFEXITED(init) ? 125 : end_like(init);
}
