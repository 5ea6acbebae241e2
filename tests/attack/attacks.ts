/** Attacks by hostile submissions: what each tries, what stops it, and the test that tries it. `docs/attacks.md` is generated from this list. */
export interface Attack {
  readonly tries: string
  readonly stoppedBy: string
  /** File below tests/ or src/, and a part of the test's name. */
  readonly tests: readonly (readonly [file: string, name: string])[]
}

const HARM = 'tests/attack/jail-harm.test.ts'
const JAIL = 'tests/attack/jail.test.ts'
const SIMULATED = 'tests/attack/grade-simulated.test.ts'
const DESK = 'src/grading/desk/desk.test.ts'
const TIME = 'tests/attack/time.test.ts'
const PIPE = 'tests/attack/pipe.test.ts'
const CALLS = 'tests/attack/jail/system-calls.ts'
const STRIPPING = 'ci-runner/harness/strip-types.test.ts'
const HANDED_IN = 'src/grader/node/submission/submission.test.ts'

export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  'Reading what it should not see': [
    {
      tries: 'read the tests, the solution, or files of the machine',
      stoppedBy:
        'its root holds only /usr and its own files; the solution never enters a container, and only the harness has the tests',
      tests: [
        [JAIL, 'its own files, what runs it, and no test'],
        [SIMULATED, 'by reading the tests'],
      ],
    },
    {
      tries: 'read other submissions, or what an earlier one left behind',
      stoppedBy: 'each submission has a container of its own, which is removed afterwards',
      tests: [[HARM, 'leaves nothing that the next one could find, nor one that runs at the same time']],
    },
    {
      tries: 'read the environment, other processes, or the machine through /proc',
      stoppedBy: 'the environment holds only PATH and HOME; a process namespace of its own, hidepid, covered files',
      tests: [[JAIL, 'nothing of other processes, and nothing of the machine']],
    },
  ],
  'Forging the verdict': [
    {
      tries: 'write a report to every descriptor it has',
      stoppedBy: 'only the harness writes the result, in another process, as another user',
      tests: [
        [HARM, 'writes a report wherever it can'],
        [SIMULATED, 'by printing a report'],
      ],
    },
    {
      tries: 'overwrite the verdict on the screen with terminal control sequences',
      stoppedBy: 'every report format escapes control characters, C1 controls and bidirectional overrides',
      tests: [
        ['src/grader/report/exporters.test.ts', 'lets it write nowhere else on the terminal'],
        ['src/grader/report/formats.test.ts', 'has nothing that moves a cursor or turns the direction of writing'],
      ],
    },
    {
      tries: 'patch clocks, random numbers and prototypes',
      stoppedBy: 'tests run in another process and judge by packets and their own clock',
      tests: [
        [HARM, 'patches clocks'],
        [SIMULATED, 'by patching the clock, chance, exit'],
      ],
    },
    {
      tries: 'forge replies or times on the kernel pipe, flood it, or stall it',
      stoppedBy: "frames are checked, claimed times are bounded, and a watchdog ends programs that don't answer",
      tests: [
        [PIPE, 'takes back time'],
        [PIPE, 'sends garbage'],
        [PIPE, 'is silent'],
      ],
    },
    {
      tries: "forge answers on the test driver's channel, or flood it",
      stoppedBy: 'answers are plain data, counted and bounded, and never decide a verdict alone',
      tests: [
        [HARM, 'answers calls that nobody made'],
        [HARM, 'floods the channel of its driver'],
      ],
    },
    {
      tries:
        "return a test's own words (`'a header'`, `'an error'`), objects that act as numbers, promises, functions or proxies, or throw what is no error",
      stoppedBy:
        'a test tells a returned text from its own words (`resultOf`, `kindOf`, `toldApart`); objects with methods are their label as text',
      tests: [
        ['tests/grader/forged.test.ts', 'the words of its tests, returned as texts, pass nothing'],
        ['tests/grader/forged.test.ts', 'throws an error with a name that is none'],
      ],
    },
    {
      tries: 'kill, signal or ptrace the harness, the tests or the jail',
      stoppedBy: 'it is another user in another process namespace; ptrace and similar calls are refused',
      tests: [
        [HARM, 'signals everybody'],
        [CALLS, 'process 1 by ptrace'],
      ],
    },
    {
      tries: 'exit with the status of a jail that failed to start, abort, or exit in the middle of an answer',
      stoppedBy: "the program's init reports how it ended, over a pipe that the program never holds",
      tests: [
        [HARM, 'ends as the jail does when it cannot be made'],
        [HARM, 'exits in the middle of an answer'],
      ],
    },
  ],
  'Getting out': [
    {
      tries: 'reach the Docker socket, the gateway, other containers or the internet',
      stoppedBy:
        "the container has no network, the program runs in the exercise's namespace, and the socket is not in its root",
      tests: [
        [CALLS, '/var/run/docker.sock'],
        [CALLS, '172.17.0.1'],
        [JAIL, 'its own network only, as an ordinary user'],
      ],
    },
    {
      tries: 'call mount, setns, unshare, clone, pivot_root; make user namespaces',
      stoppedBy: 'chroot, no capabilities, no_new_privs, a system-call filter',
      tests: [
        [CALLS, 'a user namespace by unshare'],
        [CALLS, 'another namespace by setns'],
        [JAIL, 'no capability, and no way to one'],
      ],
    },
    {
      tries: 'use bpf, perf, io_uring, userfaultfd, keyrings, modules or kexec',
      stoppedBy: 'the system-call filter',
      tests: [[JAIL, "a program that makes the kernel's own calls"]],
    },
    {
      tries: 'open sockets whose protocol makes the kernel load a module',
      stoppedBy:
        'the system-call filter allows TCP, UDP, ICMP, raw, packet and Unix sockets, and netlink only for interfaces and routes',
      tests: [[CALLS, 'a socket of AF_VSOCK']],
    },
    {
      tries: 'open device nodes',
      stoppedBy: 'its root is mounted nodev and read-only, with four harmless devices',
      tests: [
        [CALLS, '/dev/mem'],
        [JAIL, 'no place to write but /tmp'],
      ],
    },
    {
      tries: 'gain more than CAP_NET_RAW where an exercise grants that',
      stoppedBy: 'it has this capability alone, in the bounding set too',
      tests: [[JAIL, 'where raw sockets are needed, CAP_NET_RAW and nothing else']],
    },
  ],
  'Taking more than its share': [
    {
      tries: 'fork or start threads without end',
      stoppedBy: '64 processes and threads for its own user, 256 for the container',
      tests: [
        [HARM, 'forks without end'],
        [HARM, 'starts threads without end'],
      ],
    },
    {
      tries: 'use up memory: heap, many processes, tmpfs, shared memory, locked memory',
      stoppedBy:
        "1 GB for the container, where the submission's processes are killed first; no System V calls, no /dev/shm, 64 KiB locked",
      tests: [
        [HARM, 'eats memory in many processes'],
        [HARM, "['eats memory',"],
        [CALLS, 'memory that is locked'],
        [CALLS, 'shared memory of System V'],
        [CALLS, '/dev/shm'],
      ],
    },
    {
      tries: "use up the kernel's memory with the buffers of many connections",
      stoppedBy: "256 MB for the container, where control groups don't count it as memory already",
      tests: [[HARM, 'fills the buffers of many connections']],
    },
    {
      tries: 'fill the disk, use up inodes or descriptors',
      stoppedBy: 'a /tmp of 16 MB and 2,048 inodes in memory, 1,024 descriptors',
      tests: [
        [HARM, 'fills its disk'],
        [HARM, 'uses up inodes and descriptors'],
      ],
    },
    {
      tries: 'compute forever, on every processor',
      stoppedBy: 'a time limit for each test, lower priority than the harness, fewer CPU shares',
      tests: [
        [HARM, 'computes in every thread and process'],
        [HARM, 'loops for ever'],
      ],
    },
    {
      tries: 'waste time in every test: never return, or compute before each answer',
      stoppedBy:
        'time limits for an event-loop turn, a test and the whole submission, after which the remaining tests fail',
      tests: [
        [TIME, 'never returns'],
        [TIME, 'computes for seconds before each answer'],
        ['src/grader/running/patience.test.ts', 'end when its program did not answer twice in a row'],
      ],
    },
    {
      tries: 'flood `ackademy start`: many submissions, large ones, clients that disconnect',
      stoppedBy:
        'a bounded queue that closed requests leave, a rate limit per address, size and time limits per request',
      tests: [
        [DESK, 'more than can wait are told to come again'],
        [DESK, 'a client that leaves while waiting is never graded'],
        [DESK, 'one address may submit a limited number of times in a minute'],
      ],
    },
    {
      tries: 'lower its own priority, to look like a program on a busy machine',
      stoppedBy: 'the system-call filter refuses calls that change priority, scheduler or affinity',
      tests: [
        [HARM, 'puts itself last in every queue of the scheduler'],
        [CALLS, 'another scheduler'],
      ],
    },
    {
      tries: 'flood its output',
      stoppedBy: 'output beyond the limit is read and discarded; Docker logs nothing',
      tests: [
        [HARM, 'floods its output'],
        [SIMULATED, 'when it floods its output'],
      ],
    },
    {
      tries: 'keep the harness waiting: send it descriptors that stay open',
      stoppedBy: "output goes through pipes, which can't carry descriptors",
      tests: [[HARM, 'sends a connection along with its output']],
    },
    {
      tries: 'leave daemons behind, ignore signals',
      stoppedBy: 'the process namespace ends with the jail, the container with the submission',
      tests: [
        [HARM, 'leaves a daemon and goes'],
        [HARM, 'ignores every signal that it may'],
        [JAIL, 'when the jail is killed, and leaves no zombie'],
      ],
    },
  ],
  'On the wire': [
    {
      tries: 'flood the network or its client',
      stoppedBy: 'links have rates and queues, and recordings have a limit',
      tests: [
        [HARM, 'floods the network'],
        [HARM, 'floods its client'],
      ],
    },
    {
      tries: "spoof MAC and IP addresses, poison the tester's ARP table",
      stoppedBy:
        "the tester is on other hosts behind links of its own, and judges by what it sent and what left the program's host",
      tests: [[HARM, 'spoofs addresses, poisons ARP and floods the wire']],
    },
  ],
  'In submitted files': [
    {
      tries: 'zip slip, absolute or odd names, links, devices',
      stoppedBy: 'nothing is unpacked to disk, and each path must be on the list of allowed files',
      tests: [
        [HANDED_IN, 'climbs out of its folder'],
        [HANDED_IN, 'has a link'],
        [HANDED_IN, 'with a link, a pipe or an odd name is refused'],
      ],
    },
    {
      tries: 'names too long for a disk, a name that is both file and folder',
      stoppedBy:
        "byte limits, checked before a container is used; a result file that can't be written doesn't end a batch",
      tests: [
        ['src/grader/running/admit.test.ts', 'a submission whose names no disk could hold is refused'],
        ['src/grading/batch/batch.test.ts', 'have names of fewer bytes than a disk takes'],
        ['src/grading/batch/batch.test.ts', 'that cannot be written end nothing'],
      ],
    },
    {
      tries: 'spreadsheet formulas in the grades',
      stoppedBy: 'a quote before everything that a spreadsheet would compute, after blanks too',
      tests: [['src/grading/batch/batch.test.ts', 'are CSV in which %j is text']],
    },
    {
      tries: 'zip bombs, false sizes',
      stoppedBy: 'sizes are added up before anything is inflated, and a file longer than declared is an error',
      tests: [
        [HANDED_IN, 'that is a bomb is refused'],
        [HANDED_IN, 'that holds more than it claims'],
      ],
    },
    {
      tries: 'a package.json with install scripts',
      stoppedBy: 'nothing in a submission is ever installed',
      tests: [[HARM, 'brings a package with install scripts']],
    },
    {
      tries: 'source nested too deeply for a parser, or slow to parse',
      stoppedBy:
        'source is parsed before it runs, with limits on depth, length and time; what exceeds them is left to Node in the jail',
      tests: [
        [HARM, 'that is nested deeper than any parser goes is not run'],
        [STRIPPING, 'that it would parse for ever'],
      ],
    },
  ],
}

/** Returns the tables of `docs/attacks.md`. */
export function attackTables(): string {
  return Object.entries(ATTACKS)
    .map(([group, attacks]) => {
      const rows = attacks.map(({ tries, stoppedBy, tests }) => {
        const files = [...new Set(tests.map(([file]) => `\`${file.split('/').slice(-2).join('/')}\``))].join(', ')
        return `| ${tries} | ${stoppedBy} | ${files} |`
      })
      return `### ${group}\n| attack | what stops it | tested in |\n|---|---|---|\n${rows.join('\n')}\n`
    })
    .join('\n')
}
