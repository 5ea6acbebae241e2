/* The program's rights: an ordinary user with no capability, or only CAP_NET_RAW, under limits. */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void limit(int resource, rlim_t most) {
  struct rlimit value = {most, most};
  if (setrlimit(resource, &value)) die("setrlimit %d", resource);
}

static void limit_resources(void) {
  limit(RLIMIT_NPROC, 64);
  limit(RLIMIT_NOFILE, 1024);
  limit(RLIMIT_FSIZE, 32 << 20);
  /* Node maps far more than it uses, so RLIMIT_AS would stop it; RLIMIT_DATA counts writable memory. */
  limit(RLIMIT_DATA, 1ul << 30);
  /* 1, not 0: only 1 keeps the kernel from starting a core dump handler that reads from a pipe (core(5)). */
  limit(RLIMIT_CORE, 1);
  limit(RLIMIT_MEMLOCK, 64 << 10);
  limit(RLIMIT_MSGQUEUE, 0);
  /* Slightly lower priority than the world's own processes, so a program that computes on every processor can't delay them. */
  if (setpriority(PRIO_PROCESS, 0, 5)) die("setpriority");
}

void be_first_to_go(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0 || write(file, "1000", 4) != 4) die("oom_score_adj");
  close(file);
}

void drop_rights(const struct options *chosen) {
  limit_resources();

  for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
    if (!(chosen->net_raw && capability == CAP_NET_RAW) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) && errno != EINVAL)
      die("drop capability %d", capability);
  if (prctl(PR_SET_KEEPCAPS, chosen->net_raw, 0, 0, 0)) die("keep capabilities");
  if (setgroups(0, NULL) || setresgid(chosen->uid, chosen->uid, chosen->uid) || setresuid(chosen->uid, chosen->uid, chosen->uid))
    die("become user %u", chosen->uid);

  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0}};
  if (chosen->net_raw) data[0].effective = data[0].permitted = data[0].inheritable = 1u << CAP_NET_RAW;
  if (syscall(SYS_capset, &header, data)) die("set capabilities");
  if (chosen->net_raw && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0)) die("raise CAP_NET_RAW");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) die("no_new_privs");
}
