/* System calls that a program may make: all but those that Node never makes and that have led out of sandboxes. */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <netinet/in.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

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
#define ALLOW_IF(value) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1), RETURN(SECCOMP_RET_ALLOW)
/* The next instruction runs only if neither matches. */
#define UNLESS_ONE_OF(one, other) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, one, 2, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, other, 1, 0)

/* clone3 answers ENOSYS so that libc falls back to clone, whose flags can be read. */
void filter_system_calls(void) {
  struct sock_filter filter[] = {
      LOAD(arch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
      RETURN(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
#if defined(__x86_64__)
      REFUSE(modify_ldt), REFUSE(iopl), REFUSE(ioperm),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), /* the x32 ABI's numbers for the same calls */
      RETURN(SECCOMP_RET_ERRNO | ENOSYS),
#endif
      REFUSE(unshare), REFUSE(setns), REFUSE(mount), REFUSE(umount2), REFUSE(pivot_root), REFUSE(chroot), REFUSE(move_mount), REFUSE(fsopen),
      REFUSE(fsconfig), REFUSE(fspick), REFUSE(fsmount), REFUSE(open_tree), REFUSE(mount_setattr), REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev), REFUSE(kcmp),
      REFUSE(pidfd_getfd), REFUSE(bpf), REFUSE(perf_event_open), REFUSE(userfaultfd), REFUSE(memfd_secret), REFUSE(keyctl), REFUSE(add_key), REFUSE(request_key),
      REFUSE(kexec_load), REFUSE(init_module), REFUSE(finit_module), REFUSE(delete_module), REFUSE(open_by_handle_at),
      REFUSE(name_to_handle_at), REFUSE(quotactl), REFUSE(swapon), REFUSE(swapoff), REFUSE(reboot), REFUSE(syslog), REFUSE(acct),
      REFUSE(personality), REFUSE(fanotify_init), REFUSE(kexec_file_load), REFUSE(io_setup), REFUSE(shmget), REFUSE(msgget), REFUSE(semget), REFUSE(mq_open), REFUSE(settimeofday), REFUSE(clock_settime),
      /* A program could put itself last in every queue, and its lateness would look like a busy machine's. */
      REFUSE(setpriority), REFUSE(ioprio_set), REFUSE(sched_setscheduler), REFUSE(sched_setparam), REFUSE(sched_setattr), REFUSE(sched_setaffinity),
      ABSENT(io_uring_setup), ABSENT(clone3),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4), LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1), RETURN(SECCOMP_RET_ERRNO | EPERM), RETURN(SECCOMP_RET_ALLOW),
      UNLESS_ONE_OF(__NR_socket, __NR_socketpair), RETURN(SECCOMP_RET_ALLOW),
      /* Opening a socket of another family makes the kernel load its module: allow only those that the course needs. */
      LOAD(args[0]), ALLOW_IF(AF_UNIX), ALLOW_IF(AF_PACKET),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 4), LOAD(args[2]), ALLOW_IF(NETLINK_ROUTE), RETURN(SECCOMP_RET_ERRNO | EPROTONOSUPPORT),
      UNLESS_ONE_OF(AF_INET, AF_INET6), RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
      LOAD(args[1]), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf), ALLOW_IF(SOCK_RAW),
      LOAD(args[2]), ALLOW_IF(0), ALLOW_IF(IPPROTO_TCP), ALLOW_IF(IPPROTO_UDP), ALLOW_IF(IPPROTO_ICMP), ALLOW_IF(IPPROTO_ICMPV6),
      RETURN(SECCOMP_RET_ERRNO | EPROTONOSUPPORT),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) die("seccomp");
}
