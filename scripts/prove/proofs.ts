/** The proofs: what each shows, and the tests that show it. `docs/proof.md` is generated from this list. */

/** A run of Vitest. */
export interface Step {
  readonly files: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Its failures don't count: a later step checks the files that it leaves. */
  readonly isPreparation?: true
}

export interface Proof {
  readonly name: string
  /** The claim that holds if it passes. */
  readonly shows: string
  /** The independent source that the claim is checked against. */
  readonly against: string
  readonly quick: string
  readonly full: string
  readonly steps: readonly Step[]
}

/** Folder of a run's captures, below `results/`. */
const CAPTURES = 'results/prove/captures'

export const PROOFS: readonly Proof[] = [
  {
    name: 'captures',
    shows:
      'Every packet that a test sends is well-formed, its checksums are right, and Wireshark flags loss, reordering or retransmission only where the world caused it.',
    against: 'Wireshark (tshark)',
    quick: 'captures of three test files, and captures with known faults',
    full: 'captures of every test of the network, Lab, Node, the grader, packetdrill and parity',
    steps: [
      {
        files: ['src/runtime', 'src/grader', 'src/packetdrill', 'tests/network', 'tests/parity', 'tests/determinism'],
        env: { ACKADEMY_CAPTURES: CAPTURES, ACKADEMY_PROOF: 'quick' },
        isPreparation: true,
      },
      { files: ['tests/captures'], env: { ACKADEMY_CAPTURES_READ: CAPTURES } },
    ],
  },
  {
    name: 'dissection',
    shows: 'Our dissection (fields, bytes, bits), TCP analysis, display filters and capture files match Wireshark.',
    against: 'Wireshark (tshark)',
    quick: 'synthetic frames of every protocol, simulated traffic with and without faults',
    full: 'the same, with forty fault seeds instead of six',
    steps: [
      {
        files: [
          'tshark',
          'tcp-analysis',
          'display-filter',
          'capture-files',
          'simulated-traffic',
          'http',
          'link-rules',
        ].map((name) => `tests/network/${name}.test.ts`),
      },
    ],
  },
  {
    name: 'determinism',
    shows: 'The same seed gives the same capture, recording and order of events everywhere.',
    against: 'two processes, and Chromium beside Node',
    quick: 'one seed of each world',
    full: 'twenty seeds of each world',
    steps: [{ files: ['tests/determinism', 'tests/checks/determinism.test.ts'] }],
  },
  {
    name: 'kernel',
    shows:
      'The stack talks to the kernel, in both directions and address families, over links that lose, reorder, duplicate and corrupt, and the kernel counts no error that the link did not cause.',
    against: 'the Linux kernel, on a TAP device',
    quick: 'each case once',
    full: 'every combination of options, loss rates and lengths up to 100 MB, in both directions and families',
    steps: [
      {
        files: ['tests/network/kernel', 'tests/network/linux-'],
      },
    ],
  },
  {
    name: 'kernel-fuzz',
    shows:
      'Random conversations, compared with the kernel packet by packet, call by call and in tcp_info: at most one in five differs, and those are listed.',
    against: 'the Linux kernel, on a TUN device',
    quick: '40 conversations',
    full: '10,000 conversations; the first 20 differences are minimized',
    steps: [{ files: ['tests/network/kernel/kernel-fuzz.test.ts'] }],
  },
  {
    name: 'packetdrill',
    shows: 'Each TCP feature answers packet by packet as its script says, and the kernel passes the same scripts.',
    against: 'the Linux kernel, packet by packet',
    quick: 'every script',
    full: 'the same',
    steps: [{ files: ['tests/packetdrill', 'tests/linux/packetdrill.test.ts'] }],
  },
  {
    name: 'rfc9293',
    shows: 'Every MUST of RFC 9293 has a test, or a reason why not (docs/rfc9293.md).',
    against: 'the RFC',
    quick: 'every requirement',
    full: 'the same',
    steps: [{ files: ['tests/network/rfc9293'] }],
  },
  {
    name: 'curves',
    shows: 'TCP’s throughput follows Mathis’s law, W/RTT and slow start, and flows share a link fairly.',
    against: 'formulas from the literature',
    quick: 'two seeds, short runs, two loss rates',
    full: 'five seeds, long runs, loss from 1e-4 to 1e-2',
    steps: [{ files: ['tests/network/curves.test.ts'] }],
  },
  {
    name: 'properties',
    shows: 'What a module promises for any input holds: codecs, parsers, schedules, layouts.',
    against: 'random input',
    quick: '100 inputs for each property, the same in every run',
    full: '5,000 inputs for each, different in every run',
    steps: [{ files: ['src'] }],
  },
  {
    name: 'hostile',
    shows:
      'On truncated, damaged, mutated or random input a parser throws only its own error, and no host breaks on such frames.',
    against: 'random and mutated input, and editcap -E',
    quick: '10,000 inputs per parser, fewer for slow ones',
    full: '1,000,000 inputs per parser',
    steps: [
      {
        files: [
          'tests/hostile',
          'tests/network/hostile-frames.test.ts',
          'src/runtime/network/host/hostile-input.test.ts',
        ],
      },
    ],
  },
  {
    name: 'parity',
    shows: 'A program prints the same on the simulated runtime and on Node: results, order and errors.',
    against: 'Node 24.21',
    quick: 'every program; every fourth in Chromium and some in Firefox and WebKit',
    full: 'every program, in Chromium too; in Firefox and WebKit the programs on network, streams and timers',
    steps: [{ files: ['tests/parity'] }],
  },
  {
    name: 'course',
    shows:
      'In every seed and variant each exercise’s solution passes, and each mistake fails the tests it claims, with its own hint; it may escape in one world of twenty. In every tenth seed it also passes the tests that it claims to pass.',
    against: 'other seeds, with other losses, cuts and delays',
    quick: 'three seeds',
    full: '10 seeds for every program, variants in turn',
    steps: [{ files: [1, 2, 3, 4].map((part) => `tests/grader/exercises-${part}.test.ts`) }],
  },
  {
    name: 'grading',
    shows:
      'A batch that is killed and resumed loses nothing, grades nothing twice and judges right. On a busy machine no verdict is wrong. Hostile submissions fail. Every mistake of the course gets its hint.',
    against: 'Docker and the Linux kernel',
    quick:
      '10 submissions, 6 gradings under load, every attack; for each mistake the tests it fails and its hint, three of each exercise on real kernels; the model module’s solutions there in 3 seeds',
    full: '200 submissions, 500 gradings under load, every attack; for the model module every mistake with all of its claims, and every solution, on real kernels in 3 seeds; the README’s commands on a laptop without a network',
    steps: [
      { files: ['tests/docker/batch.test.ts', 'tests/docker/load.test.ts', 'tests/attack'] },
      { files: ['tests/docker/laptop.test.ts'] },
      {
        files: [
          'tests/grader/tcp-echo-line.test.ts',
          'tests/docker/exercises.test.ts',
          'tests/grader/dishonest.test.ts',
          'tests/docker/dishonest.test.ts',
        ],
      },
    ],
  },
]
