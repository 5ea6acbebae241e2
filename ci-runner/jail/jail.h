/* What the parts of the jail share. */
#include <stddef.h>
#include <sys/types.h>

/* Descriptors 0 to 4 go to the program: standard streams, and two channels that some programs have. */
#define LAST_PASSED_DESCRIPTOR 4
#define MOST_BINDS 8

struct options {
  const char *netns, *hosts, *hostname, *tmp;
  char *binds[MOST_BINDS];
  size_t bind_count;
  unsigned uid;
  int net_raw;
  char **program;
};

/* Says what went wrong, with errno's reason, and ends with status 125. */
_Noreturn void die(const char *what, ...);

/* root.c: replaces everything the process sees by what the program may see. */
void build_root(struct options *chosen);
/* rights.c: limits, then the user and its rights, for good. */
void drop_rights(const struct options *chosen);
/* When memory is short this process and its children are what the kernel ends, not whoever has the most. */
void be_first_to_go(void);
/* filter.c: system calls that a program never needs are refused from now on. */
void filter_system_calls(void);

/* wait.c */
/* Waits for `child`, reaping whatever else ends, and passes signals on to it meanwhile. Returns its wait status. */
int wait_for(pid_t child);
/* Ends this process as a wait status says that another ended; a status to return where a signal cannot. */
int end_like(int status);
