/* Declarations shared by the parts of the jail. */
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

/* Prints what went wrong, with errno's reason, and exits with status 125. */
_Noreturn void die(const char *what, ...);

/* root.c: replaces the root file system with one that has only what the program may see. */
void build_root(struct options *chosen);
/* rights.c: sets limits, then drops to the user and its rights for good. */
void drop_rights(const struct options *chosen);
/* Makes the kernel kill this process and its children first when memory is short, not the largest process. */
void be_first_to_go(void);
/* filter.c: refuses system calls that a program never needs, from now on. */
void filter_system_calls(void);

/* wait.c */
/* Waits for `child`, reaping whatever else ends, and passes signals on to it meanwhile. Returns its wait status. */
int wait_for(pid_t child);
/* Exits as a wait status says that another process did; returns a status where the signal can't be raised. */
int end_like(int status);
