/* The program's file system: /usr, its own files, four devices, its own /proc and /tmp. */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/run/jail-root"

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

/* Files of /proc about the whole machine; a program needs none of them. */
static void cover_proc(void) {
  static const char *const folders[] = {"proc/sys", "proc/irq", "proc/bus", "proc/fs", "proc/acpi", "proc/scsi"};
  static const char *const files[] = {"proc/kcore", "proc/keys", "proc/timer_list", "proc/sched_debug", "proc/sysrq-trigger", "proc/kmsg"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    if (!mount(folders[i], folders[i], NULL, MS_BIND, NULL))
      mount(NULL, folders[i], NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) mount("/dev/null", files[i], NULL, MS_BIND, NULL);
}

void build_root(struct options *chosen) {
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
  /* Read-only, even /proc/self/oom_score_adj: a program could get other processes killed in its place. */
  if (mount(NULL, "proc", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL)) die("read-only /proc");

  if (mount(NULL, ROOT, NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, "size=256k,nr_inodes=256,mode=755")) die("read-only root");
  /* As switch_root(8) does: Docker's own filter refuses pivot_root. The old / is covered, and the program may not chroot again. */
  if (mount(".", "/", NULL, MS_MOVE, NULL)) die("move the root");
  if (chroot(".")) die("chroot");
  if (chdir("/work")) die("chdir /work");
}
