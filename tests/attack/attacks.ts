/**
 * What hostile submissions are known to try, what stops them, and the test that tries it: `docs/attacks.md` is made of this, and
 * `attacks.test.ts` holds that each test is there.
 */
export interface Attack {
  readonly tries: string
  readonly stoppedBy: string
  /** File below tests/ or src/, and a piece of the name of its test. */
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
  'Looking where it should not': [
    {
      tries: 'read tests, solution, or files of the machine',
      stoppedBy:
        'a root of nothing but /usr and its own files; no solution goes into a container, tests are in the harness alone',
      tests: [
        [JAIL, 'its own files, what runs it, and no test'],
        [SIMULATED, 'by reading the tests'],
      ],
    },
    {
      tries: 'read other submissions, or what an earlier one left',
      stoppedBy: 'a container for each submission, which ends with it',
      tests: [[HARM, 'leaves nothing that the next one could find, nor one that runs at the same time']],
    },
    {
      tries: 'read the environment, other processes, the machine by /proc',
      stoppedBy: 'PATH and HOME and nothing else; a process namespace of its own, hidepid, covered files',
      tests: [[JAIL, 'nothing of other processes, and nothing of the machine']],
    },
  ],
  'Forging the verdict': [
    {
      tries: 'write or print a report, on every descriptor that it has',
      stoppedBy: 'the harness alone writes the result, in another process, as another user',
      tests: [
        [HARM, 'writes a report wherever it can'],
        [SIMULATED, 'by printing a report'],
      ],
    },
    {
      tries: 'print a verdict over the real one, by what moves the cursor of a terminal',
      stoppedBy:
        'control characters, C1 and those that turn the direction of writing are shown or escaped in every format',
      tests: [
        ['src/grader/report/exporters.test.ts', 'lets it write nowhere else on the terminal'],
        ['src/grader/report/formats.test.ts', 'has nothing that moves a cursor or turns the direction of writing'],
      ],
    },
    {
      tries: 'patch clocks, chance and prototypes',
      stoppedBy: 'tests judge by packets and by their own clock, in another process',
      tests: [
        [HARM, 'patches clocks'],
        [SIMULATED, 'by patching the clock, chance, exit'],
      ],
    },
    {
      tries: 'forge replies or the clock on the kernel pipe, flood it, stall it',
      stoppedBy: 'frames are checked, time claims bounded, a watchdog ends what does not answer',
      tests: [
        [PIPE, 'takes back time'],
        [PIPE, 'sends garbage'],
        [PIPE, 'is silent'],
      ],
    },
    {
      tries: "answer for its module on the driver's channel, or flood that",
      stoppedBy: 'answers are data without behavior, counted and bounded; what they claim decides nothing alone',
      tests: [
        [HARM, 'answers calls that nobody made'],
        [HARM, 'floods the channel of its driver'],
      ],
    },
    {
      tries: 'kill, signal or ptrace harness, tests or jail',
      stoppedBy: 'another user in another process namespace; ptrace and its relatives are refused calls',
      tests: [
        [HARM, 'signals everybody'],
        [CALLS, 'process 1 by ptrace'],
      ],
    },
    {
      tries: 'exit as the jail does when it cannot be made, abort, exit in the middle',
      stoppedBy: 'how a program ended is told by its init over a pipe that the program never has',
      tests: [
        [HARM, 'ends as the jail does when it cannot be made'],
        [HARM, 'exits in the middle of an answer'],
      ],
    },
  ],
  'Getting out': [
    {
      tries: 'the Docker socket, the gateway, other containers, the internet',
      stoppedBy: 'a container without a network, a program in a namespace of the exercise; no such path in its root',
      tests: [
        [CALLS, '/var/run/docker.sock'],
        [CALLS, '172.17.0.1'],
        [JAIL, 'its own network only, as an ordinary user'],
      ],
    },
    {
      tries: 'mount, setns, unshare, clone, pivot_root, user namespaces',
      stoppedBy: 'chroot, no capability, no_new_privs, a system-call filter',
      tests: [
        [CALLS, 'a user namespace by unshare'],
        [CALLS, 'another namespace by setns'],
        [JAIL, 'no capability, and no way to one'],
      ],
    },
    {
      tries: 'bpf, perf, io_uring, userfaultfd, keyrings, modules, kexec',
      stoppedBy: 'the system-call filter',
      tests: [[JAIL, "a program that makes the kernel's own calls"]],
    },
    {
      tries: 'sockets of families and protocols whose code the kernel would load for them',
      stoppedBy:
        'the system-call filter: TCP, UDP, ICMP, raw, packet and local sockets, and of netlink what tells of interfaces and routes',
      tests: [[CALLS, 'a socket of AF_VSOCK']],
    },
    {
      tries: 'device nodes',
      stoppedBy: 'four devices that do nothing, a root mounted nodev and read-only',
      tests: [
        [CALLS, '/dev/mem'],
        [JAIL, 'no place to write but /tmp'],
      ],
    },
    {
      tries: 'more from CAP_NET_RAW, where an exercise needs it',
      stoppedBy: 'this capability alone, bounding set and all',
      tests: [[JAIL, 'where raw sockets are needed, CAP_NET_RAW and nothing else']],
    },
  ],
  'Taking more than its share': [
    {
      tries: 'fork bombs, thread bombs',
      stoppedBy: '64 processes and threads of a user that nobody else is, 256 of a container',
      tests: [
        [HARM, 'forks without end'],
        [HARM, 'starts threads without end'],
      ],
    },
    {
      tries: 'memory: heap, many processes, tmpfs, shared memory, locked memory',
      stoppedBy:
        "1 GB of a container, of which the submission's processes go first; no System V calls, no /dev/shm, 64 KiB locked",
      tests: [
        [HARM, 'eats memory in many processes'],
        [HARM, "['eats memory',"],
        [CALLS, 'memory that is locked'],
        [CALLS, 'shared memory of System V'],
        [CALLS, '/dev/shm'],
      ],
    },
    {
      tries: "memory of the kernel's: buffers of connections",
      stoppedBy: '256 MB of a container, where the control groups do not count it as memory anyway',
      tests: [[HARM, 'fills the buffers of many connections']],
    },
    {
      tries: 'fill the disk, use up inodes and descriptors',
      stoppedBy: 'a /tmp of 16 MB and 2,048 inodes in memory, 1,024 descriptors',
      tests: [
        [HARM, 'fills its disk'],
        [HARM, 'uses up inodes and descriptors'],
      ],
    },
    {
      tries: 'compute for ever, on every processor',
      stoppedBy: 'limits of time in each test, a lower priority than the harness, fewer shares',
      tests: [
        [HARM, 'computes in every thread and process'],
        [HARM, 'loops for ever'],
      ],
    },
    {
      tries: 'take its time in every test: never return, compute before each answer',
      stoppedBy: 'limits of a turn and of a test, and one of the whole submission, after which what is left has failed',
      tests: [
        [TIME, 'never returns'],
        [TIME, 'computes for seconds before each answer'],
        ['src/grader/running/patience.test.ts', 'end when its program gave no answer twice in a row'],
      ],
    },
    {
      tries: 'fill the desk of `ackademy start`: many submissions, large ones, clients that go',
      stoppedBy:
        'a bounded queue that closed requests leave, a rate for each address, limits of size and time of a request',
      tests: [
        [DESK, 'more than can wait are told to come again'],
        [DESK, 'who goes while waiting is never graded'],
        [DESK, 'one address may hand in so often in a minute'],
      ],
    },
    {
      tries: 'put itself last in every queue of the scheduler, so that it looks like a program on a busy machine',
      stoppedBy: 'the system-call filter: no other priority, scheduler or processor',
      tests: [
        [HARM, 'puts itself last in every queue of the scheduler'],
        [CALLS, 'another scheduler'],
      ],
    },
    {
      tries: 'flood its output',
      stoppedBy: 'what is beyond the limit is read and thrown away; Docker logs nothing',
      tests: [
        [HARM, 'floods its output'],
        [SIMULATED, 'when it floods its output'],
      ],
    },
    {
      tries: 'hold the harness up: descriptors that linger, sent along with output',
      stoppedBy: 'pipes between it and the harness, over which no descriptor can be sent',
      tests: [[HARM, 'sends a connection along with its output']],
    },
    {
      tries: 'daemons left behind, ignored signals',
      stoppedBy: 'the process namespace ends with the jail, and the container with the submission',
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
      stoppedBy: 'the links have rates and queues; what is recorded has a limit',
      tests: [
        [HARM, 'floods the network'],
        [HARM, 'floods its client'],
      ],
    },
    {
      tries: 'spoofed MAC and IP addresses, ARP poisoning of the tester',
      stoppedBy:
        "the tester is on other hosts, behind links of its own; it judges by what it sent and what left the program's host",
      tests: [[HARM, 'spoofs addresses, poisons ARP and floods the wire']],
    },
  ],
  'In what is handed in': [
    {
      tries: 'zip slip, absolute and odd names, links, devices',
      stoppedBy: 'nothing is unpacked onto a disk, and each path is held against a list of what may be',
      tests: [
        [HANDED_IN, 'climbs out of its folder'],
        [HANDED_IN, 'has a link'],
        [HANDED_IN, 'with a link, a pipe or an odd name is refused'],
      ],
    },
    {
      tries: 'names that no disk takes, a name that is a file and a folder',
      stoppedBy:
        'limits in bytes, held before a container is asked; a file of results that cannot be written ends no batch',
      tests: [
        ['src/grader/running/admit.test.ts', 'a submission whose names no disk could hold is refused'],
        ['src/grading/batch/batch.test.ts', 'have names of fewer bytes than a disk takes'],
        ['src/grading/batch/batch.test.ts', 'that cannot be written end nothing'],
      ],
    },
    {
      tries: 'formulas in the table of grades',
      stoppedBy: 'a quote before what a spreadsheet would compute, after blanks too',
      tests: [['src/grading/batch/batch.test.ts', 'are CSV in which %j is text']],
    },
    {
      tries: 'zip bombs, and sizes that lie',
      stoppedBy: 'sizes are added up before a byte is inflated, and a file that is longer than it says is an error',
      tests: [
        [HANDED_IN, 'that is a bomb is refused'],
        [HANDED_IN, 'that holds more than it claims'],
      ],
    },
    {
      tries: 'a package.json with install scripts',
      stoppedBy: 'nothing of a submission is ever installed',
      tests: [[HARM, 'brings a package with install scripts']],
    },
    {
      tries: 'source nested deeper than any parser goes, or that one reads for ever',
      stoppedBy:
        'it is parsed before it is run, with limits of depth, length and time; what does not keep to them is for the jail',
      tests: [
        [HARM, 'that is nested deeper than any parser goes is not run'],
        [STRIPPING, 'that it would parse for ever'],
      ],
    },
  ],
}

/** The tables of `docs/attacks.md`. */
export function attackTables(): string {
  return Object.entries(ATTACKS)
    .map(([group, attacks]) => {
      const rows = attacks.map(({ tries, stoppedBy, tests }) => {
        const files = [...new Set(tests.map(([file]) => `\`${file.split('/').slice(-2).join('/')}\``))].join(', ')
        return `| ${tries} | ${stoppedBy} | ${files} |`
      })
      return `### ${group}\n| it tries | what stops it | tried in |\n|---|---|---|\n${rows.join('\n')}\n`
    })
    .join('\n')
}
