/*
 * jail: runs one program of a submission so that it sees nothing but its own files and its own network, and can leave nothing behind.
 *
 *   jail [--netns FILE] [--uid N] [--net-raw] [--bind FROM=TO]… [--hosts FILE] [--tmp BYTES] -- PROGRAM [ARGUMENT …]
 *
 *   --netns FILE   join this network namespace; without it the program gets an empty one
 *   --uid N        run as this user and group (RLIMIT_NPROC counts per user across containers: one of its own for every slot)
 *   --net-raw      keep CAP_NET_RAW, and nothing else
 *   --bind FROM=TO the program sees FROM, read-only, as /TO (a folder of the root: `work` is where it starts)
 *   --hosts FILE   what it sees as /etc/hosts
 *   --tmp BYTES    size of its private /tmp (default 16 MiB)
 *
 * Inside: own mount, process, IPC and host-name namespaces; a read-only root made of nothing but /usr, the four devices a program
 * needs, its own /proc and /tmp; no capability, no way to gain one; a system-call filter; limits. Descriptors 0 to 4 are passed on,
 * all others are closed. When jail dies the kernel kills everything in the namespace. It ends as the program ended: with its exit
 * status, or by the same signal; with status 125 when the jail itself could not be set up (said on standard error).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOT "/run/jail-root"
#define LAST_PASSED_DESCRIPTOR 4

#define MOST_BINDS 8

struct options {
  const char *netns, *hosts, *tmp;
  char *binds[MOST_BINDS];
  size_t bind_count;
  unsigned uid;
  int net_raw;
  char **program;
};

static void die(const char *what, ...) {
  va_list values;
  va_start(values, what);
  fprintf(stderr, "jail: ");
  vfprintf(stderr, what, values);
  fprintf(stderr, ": %s\n", strerror(errno));
  va_end(values);
  _exit(125);
}

static struct options read_options(int count, char **values) {
  static const struct option known[] = {{"netns", 1, 0, 'n'}, {"uid", 1, 0, 'u'}, {"net-raw", 0, 0, 'r'}, {"bind", 1, 0, 'b'},
                                        {"hosts", 1, 0, 'h'}, {"tmp", 1, 0, 't'}, {0, 0, 0, 0}};
  struct options chosen = {.tmp = "16777216", .uid = 65534};
  int option;
  while ((option = getopt_long(count, values, "+", known, NULL)) != -1) {
    if (option == 'n') chosen.netns = optarg;
    else if (option == 'u') chosen.uid = (unsigned)strtoul(optarg, NULL, 10);
    else if (option == 'r') chosen.net_raw = 1;
    else if (option == 'b' && chosen.bind_count < MOST_BINDS && strchr(optarg, '=')) chosen.binds[chosen.bind_count++] = optarg;
    else if (option == 'h') chosen.hosts = optarg;
    else if (option == 't') chosen.tmp = optarg;
    else _exit(125);
  }
  chosen.program = values + optind;
  errno = EINVAL;
  if (!*chosen.program) die("no program given");
  if (chosen.uid == 0) die("--uid 0: a submission never runs as root");
  return chosen;
}

/* ---- what the program sees ---- */

static void make_folder(const char *path) {
  if (mkdir(path, 0755) && errno != EEXIST) die("mkdir %s", path);
}

static void bind_read_only(const char *from, const char *to) {
  make_folder(to);
  if (mount(from, to, NULL, MS_BIND | MS_REC, NULL)) die("bind %s", from);
  if (mount(NULL, to, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL)) die("read-only %s", to);
}

static void make_device(const char *name) {
  char from[64], to[64];
  snprintf(from, sizeof from, "/dev/%s", name);
  snprintf(to, sizeof to, "dev/%s", name);
  int file = open(to, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
  if (file < 0) die("create %s", to);
  close(file);
  if (mount(from, to, NULL, MS_BIND, NULL)) die("bind %s", from);
}

static void write_file(const char *path, const char *text) {
  int file = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0 || write(file, text, strlen(text)) < 0) die("write %s", path);
  close(file);
}

static void link_to(const char *target, const char *path) {
  if (symlink(target, path)) die("symlink %s", path);
}

/* Files of /proc that tell about the whole machine; a program needs none of them. */
static void cover_proc(void) {
  static const char *const folders[] = {"proc/sys", "proc/irq", "proc/bus", "proc/fs", "proc/acpi", "proc/scsi"};
  static const char *const files[] = {"proc/kcore", "proc/keys", "proc/timer_list", "proc/sched_debug", "proc/sysrq-trigger", "proc/kmsg"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    if (!mount(folders[i], folders[i], NULL, MS_BIND, NULL))
      mount(NULL, folders[i], NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) mount("/dev/null", files[i], NULL, MS_BIND, NULL);
}

static void build_root(struct options *chosen) {
  char tmp_options[96];
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) die("make mounts private");
  make_folder(ROOT);
  if (mount("jail", ROOT, "tmpfs", MS_NOSUID | MS_NODEV, "size=256k,nr_inodes=256,mode=755")) die("mount root");
  if (chdir(ROOT)) die("chdir %s", ROOT);

  bind_read_only("/usr", "usr");
  link_to("usr/bin", "bin");
  link_to("usr/lib", "lib");
  link_to("usr/sbin", "sbin");
  if (!access("/usr/lib64", F_OK)) link_to("usr/lib64", "lib64");
  make_folder("work");
  for (size_t i = 0; i < chosen->bind_count; i++) {
    char *to = strchr(chosen->binds[i], '=');
    *to++ = 0;
    errno = EINVAL;
    if (!*to || strchr(to, '/') || *to == '.') die("--bind …=%s: must name a folder of the root", to);
    bind_read_only(chosen->binds[i], to);
  }

  make_folder("etc");
  write_file("etc/passwd", "learner:x:65534:65534::/tmp:/usr/sbin/nologin\n");
  write_file("etc/group", "learner:x:65534:\n");
  write_file("etc/nsswitch.conf", "hosts: files\n");
  write_file("etc/hosts", "127.0.0.1 localhost\n");
  if (chosen->hosts) {
    if (mount(chosen->hosts, "etc/hosts", NULL, MS_BIND, NULL)) die("bind %s", chosen->hosts);
    if (mount(NULL, "etc/hosts", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL)) die("read-only %s", chosen->hosts);
  }

  make_folder("dev");
  static const char *const devices[] = {"null", "zero", "random", "urandom"};
  for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) make_device(devices[i]);
  link_to("/proc/self/fd", "dev/fd");

  make_folder("tmp");
  snprintf(tmp_options, sizeof tmp_options, "size=%s,nr_inodes=2k,mode=1777", chosen->tmp);
  if (mount("tmp", "tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, tmp_options)) die("mount /tmp");
  make_folder("proc");
  if (mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2")) die("mount /proc");
  cover_proc();

  if (mount(NULL, ROOT, NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, "size=256k,nr_inodes=256,mode=755")) die("read-only root");
  /* As switch_root(8) does: Docker's own filter refuses pivot_root. What was at / is covered, and nobody inside may chroot again. */
  if (mount(".", "/", NULL, MS_MOVE, NULL)) die("move the root");
  if (chroot(".")) die("chroot");
  if (chdir("/work")) die("chdir /work");
}

/* ---- what the program may do ---- */

static void limit(int resource, rlim_t most) {
  struct rlimit value = {most, most};
  if (setrlimit(resource, &value)) die("setrlimit %d", resource);
}

static void drop_privileges(const struct options *chosen) {
  limit(RLIMIT_NPROC, 64);
  limit(RLIMIT_NOFILE, 1024);
  limit(RLIMIT_FSIZE, 32 << 20);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_MEMLOCK, 64 << 10);
  limit(RLIMIT_MSGQUEUE, 0);

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

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the system-call filter is written for x86_64 and aarch64"
#endif
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)
#define REFUSE(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), RETURN(SECCOMP_RET_ERRNO | EPERM)
#define ABSENT(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), RETURN(SECCOMP_RET_ERRNO | ENOSYS)
#define NEW_NAMESPACES 0x7e020080 /* every CLONE_NEW* flag */
#define REFUSE_FAMILY(family) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, family, 0, 1), RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT)

/* Calls that Node never makes and that have led out of sandboxes. clone3 answers ENOSYS so that libc falls back to clone, whose flags can be read. */
static void filter_system_calls(void) {
  struct sock_filter filter[] = {
      LOAD(arch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
      RETURN(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
#if defined(__x86_64__)
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), /* the x32 way of saying the same numbers */
      RETURN(SECCOMP_RET_ERRNO | ENOSYS),
#endif
      REFUSE(unshare), REFUSE(setns), REFUSE(mount), REFUSE(umount2), REFUSE(pivot_root), REFUSE(chroot), REFUSE(move_mount), REFUSE(fsopen),
      REFUSE(fsmount), REFUSE(open_tree), REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev), REFUSE(kcmp),
      REFUSE(pidfd_getfd), REFUSE(bpf), REFUSE(perf_event_open), REFUSE(userfaultfd), REFUSE(keyctl), REFUSE(add_key), REFUSE(request_key),
      REFUSE(kexec_load), REFUSE(init_module), REFUSE(finit_module), REFUSE(delete_module), REFUSE(open_by_handle_at),
      REFUSE(name_to_handle_at), REFUSE(quotactl), REFUSE(swapon), REFUSE(swapoff), REFUSE(reboot), REFUSE(syslog), REFUSE(acct),
      REFUSE(personality), REFUSE(shmget), REFUSE(msgget), REFUSE(semget), REFUSE(mq_open), REFUSE(settimeofday), REFUSE(clock_settime),
      ABSENT(io_uring_setup), ABSENT(clone3),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4), LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1), RETURN(SECCOMP_RET_ERRNO | EPERM), RETURN(SECCOMP_RET_ALLOW),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 1, 0), RETURN(SECCOMP_RET_ALLOW),
      LOAD(args[0]), REFUSE_FAMILY(AF_ALG), REFUSE_FAMILY(AF_VSOCK), REFUSE_FAMILY(AF_KEY), REFUSE_FAMILY(AF_TIPC), REFUSE_FAMILY(AF_XDP),
      RETURN(SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) die("seccomp");
}

/* ---- who waits for whom ---- */

static pid_t waited_for;
static void pass_on(int signal) {
  if (waited_for > 0) kill(waited_for, signal);
}
static const int PASSED_SIGNALS[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGQUIT, SIGCONT};

/* Waits for `child`, reaping whatever else ends, and passes signals on to it meanwhile. Returns its wait status. */
static int wait_for(pid_t child) {
  waited_for = child;
  for (size_t i = 0; i < sizeof PASSED_SIGNALS / sizeof *PASSED_SIGNALS; i++) signal(PASSED_SIGNALS[i], pass_on);
  for (;;) {
    int status;
    pid_t ended = waitpid(-1, &status, 0);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) die("wait");
  }
}

static void close_passed_descriptors(void) {
  for (int descriptor = 0; descriptor <= LAST_PASSED_DESCRIPTOR; descriptor++) close(descriptor);
}

/*
 * Process 1 of the jail: an init that reaps, so that the program itself is an ordinary process that default signal actions end.
 * How the program ended goes back through `report`: no signal can end process 1, so its own exit status could not tell.
 */
static void run_inside(struct options *chosen, int report) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) die("die with the parent");
  if (sethostname("jail", 4)) die("sethostname");
  build_root(chosen);
  drop_privileges(chosen);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) die("die with the parent"); /* changing the user cleared it */
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

/* Ends this process as a wait status says that another ended. */
static int end_like(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  signal(WTERMSIG(status), SIG_DFL);
  raise(WTERMSIG(status));
  return 128 + WTERMSIG(status);
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
  /* Above the passed descriptors even when some of those are not open: the program must not find it. */
  if (pipe2(report, O_CLOEXEC)) die("pipe");
  for (int end = 0; end < 2; end++)
    if (report[end] <= LAST_PASSED_DESCRIPTOR && (report[end] = fcntl(report[end], F_DUPFD_CLOEXEC, LAST_PASSED_DESCRIPTOR + 1)) < 0) die("pipe");
  if (unshare(namespaces)) die("unshare");

  pid_t inside = fork();
  if (inside < 0) die("fork");
  if (inside == 0) run_inside(&chosen, report[1]);
  close(report[1]);
  close_passed_descriptors();
  limit(RLIMIT_CORE, 0);
  int init = wait_for(inside);
  if (read(report[0], &status, sizeof status) == sizeof status) return end_like(status);
  return WIFEXITED(init) ? 125 : end_like(init);
}
