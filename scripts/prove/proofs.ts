/** What is proven, each by itself: by which tests, and of what. `docs/proof.md` is made of this. */

/** A run of Vitest. */
export interface Step {
  readonly files: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Its failures do not count: what it leaves behind is looked at by a later step. */
  readonly isPreparation?: true
}

export interface Proof {
  readonly name: string
  /** What somebody may believe when it passes. */
  readonly shows: string
  /** What says so: who did not write this platform. */
  readonly against: string
  readonly quick: string
  readonly full: string
  readonly steps: readonly Step[]
}

/** Where the captures of a run are left, below `results/`. */
const CAPTURES = 'results/prove/captures'

export const PROOFS: readonly Proof[] = [
  {
    name: 'captures',
    shows:
      'What any test puts on a link is well-formed, every checksum in it fits, and no segment is called lost, late or sent again without a cause in the world.',
    against: 'Wireshark (tshark)',
    quick: 'the captures of three test files, and captures with known faults',
    full: 'the captures of every test of the network, Lab, Node, the grader, packetdrill and parity',
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
    shows:
      'Fields, bytes and bits of our dissection, the analysis of TCP, the display filter and capture files are as Wireshark has them.',
    against: 'Wireshark (tshark)',
    quick: 'synthetic frames of every protocol, simulated traffic with and without faults',
    full: 'the same, with forty seeds of faults instead of six',
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
    shows: 'One seed gives one capture, recording and order of events, whatever runs it.',
    against: 'two processes, and Chromium beside Node',
    quick: 'one seed of each world',
    full: 'twenty seeds of each world',
    steps: [{ files: ['tests/determinism', 'tests/checks/determinism.test.ts'] }],
  },
  {
    name: 'kernel',
    shows:
      'The stack talks with a real one, in both directions and families, over links that lose, reorder, duplicate and damage, and leaves no odd count there.',
    against: 'the Linux kernel, on a TAP device',
    quick: 'each case once',
    full: 'every combination of options, rate of loss and length up to 100 MB, in both directions and families',
    steps: [
      {
        files: ['tests/network/kernel', 'tests/network/linux-'],
      },
    ],
  },
  {
    name: 'kernel-fuzz',
    shows:
      'In random conversations, at most one in five differs from the kernel in what is sent, in what calls return or in tcp_info; those are listed.',
    against: 'the Linux kernel, on a TUN device',
    quick: '40 conversations',
    full: '10,000 conversations, the first 20 differences made smaller',
    steps: [{ files: ['tests/network/kernel/kernel-fuzz.test.ts'] }],
  },
  {
    name: 'packetdrill',
    shows: 'Each feature of TCP answers packet by packet as its script says, and the scripts say what Linux does.',
    against: 'the Linux kernel, packet by packet',
    quick: 'every script',
    full: 'the same',
    steps: [{ files: ['tests/packetdrill', 'tests/linux/packetdrill.test.ts'] }],
  },
  {
    name: 'rfc9293',
    shows: 'Every MUST of RFC 9293 has its test, or its reason (docs/rfc9293.md).',
    against: 'the RFC',
    quick: 'every requirement',
    full: 'the same',
    steps: [{ files: ['tests/network/rfc9293'] }],
  },
  {
    name: 'curves',
    shows: 'What TCP reaches follows Mathis’s law, W/RTT, slow start, and shares fairly.',
    against: 'the literature’s formulas',
    quick: 'two seeds, short runs, two rates of loss',
    full: 'five seeds, long runs, loss from 1e-4 to 1e-2',
    steps: [{ files: ['tests/network/curves.test.ts'] }],
  },
  {
    name: 'properties',
    shows: 'What a module promises of any input holds: codecs, parsers, schedules, layouts.',
    against: 'random input',
    quick: 'a hundred inputs of each property, the same on every run',
    full: '5,000 inputs of each, others on every run',
    steps: [{ files: ['src'] }],
  },
  {
    name: 'hostile',
    shows:
      'No parser throws anything but its own error on cut, damaged, mutated or random input, and no host breaks on such frames.',
    against: 'random and mutated input, and editcap -E',
    quick: '10,000 inputs a parser, fewer for slow ones',
    full: '1,000,000 inputs a parser',
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
    shows: 'One program prints the same on the simulated runtime and on Node itself: results, order and errors.',
    against: 'Node 24.21',
    quick: 'every program; every fourth in Chromium and some in Firefox and WebKit',
    full: 'every program, in Chromium too; in Firefox and WebKit those of the network, streams and timers',
    steps: [{ files: ['tests/parity'] }],
  },
  {
    name: 'course',
    shows:
      'Each exercise’s solution passes, and each mistake fails all that is claimed, with its own hint, whatever the seed and the variant; it may escape in one world of twenty. In every tenth seed, from the first on, it passes all that is claimed, too.',
    against: 'other seeds, which lose, cut and delay otherwise',
    quick: 'one seed; of the model module and its clinics ten',
    full: '200 seeds of every program, variants in turn',
    steps: [
      { files: ['model-1', 'model-2', 'model-3', 'clinics'].map((name) => `tests/grader/exercises-${name}.test.ts`) },
      { files: ['tests/grader/exercises.test.ts'] },
    ],
  },
  {
    name: 'grading',
    shows:
      'A batch that is killed and resumed loses nothing, grades nothing twice and judges right; on a busy machine no verdict is wrong; hostile submissions fail; every mistake of the course is told by its hint.',
    against: 'Docker and the Linux kernel',
    quick:
      '10 submissions, 6 gradings under load, every attack; of each mistake what it fails and its hint, three of each exercise on real kernels; solutions of the model module there in 3 seeds',
    full: '200 submissions, 500 gradings under load, every attack; of the model module every mistake with all that is claimed of it, and every solution, on real kernels in 3 seeds; the README’s commands for a laptop without a network',
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
