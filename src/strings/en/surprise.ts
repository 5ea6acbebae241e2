import { plural } from './plural.ts'

/** Surprise: a world with a hidden fault, its page and its command. */
export const surprise = {
  title: 'Surprise',
  description: 'A world with a hidden fault: find it with tools, prove it by packets, and mend it.',
  lead: 'Something is broken, and a user complains. Find the fault with the tools of a network engineer, prove it by packets, and mend it.',
  one: (title: string) => `Surprise: ${title}`,
  reported: 'The report',
  userSees: (host: string) => `What the user sees on ${host}`,
  userWorks: (works: string) => `When all is well: ${works}`,
  nothingPrinted: '(no output)',
  interrupted: 'It was still running when the user gave up.',
  seed: (seed: number) => `Seed ${seed}`,
  faults: 'Possible faults',
  repairs: 'Possible repairs',

  right: (name: string) => `Right: ${name}.`,
  wrong: 'That is not the fault.',
  // A scenario lists some packets that speak against a fault, not all. So never say that there is none.
  lookFurther: 'Look at more of the path, then try again.',
  against: (packet: number, says: string) => `Packet ${packet} speaks against it: ${says}.`,
  proven: 'Your packets prove it.',
  notProven: 'Your packets do not prove it yet.',
  shows: (packet: number, says: string) => `Packet ${packet}: ${says}.`,
  never: (says: string) => `Not in the capture: ${says}.`,
  missing: (count: number) =>
    count === 1
      ? 'One more packet is needed: something that the fault explains is not among your packets.'
      : `${count} more packets are needed: the fault explains things that are not among your packets.`,
  others: (packets: readonly number[]) =>
    packets.length === 1
      ? `Packet ${packets[0]} is not part of the proof.`
      : `Packets ${packets.join(', ')} are not part of the proof.`,
  nothingSelected: 'You have not selected a packet.',
  mended: 'Mended. With this change the client succeeds:',
  notMended: 'Not mended. With this change the client still fails:',
  points: (points: number, of: number) => `${points} of ${plural(of, 'point')}`,
  rules: (first: number, later: number, hint: number) =>
    `Naming, proving and mending earn ${plural(first, 'point')} each at the first try, ${plural(later, 'point')} at a later one. A hint costs ${plural(hint, 'point')}.`,
  hintText: (hint: { kind: 'text'; text: string } | { kind: 'place'; from: string; to: string }) =>
    hint.kind === 'text' ? hint.text : `Look at what ${hint.from} sends to ${hint.to}.`,
  noMoreHints: 'There are no more hints.',
  gaveUp: (name: string) => `The fault is: ${name}. From here on there are no points.`,

  list: {
    lead: 'A user complains, and something in the network is broken: another thing with each seed. Find it with ping, dig, ss and the packets, prove it, and mend it.',
    draw: 'Draw one for me',
    investigate: 'Investigate',
    difficulty: ['', 'Easy', 'Medium', 'Hard'],
    solved: (points: number, of: number) => `✓ Solved, ${points} of ${plural(of, 'point')}`,
    open: 'Not solved yet',
    solvedOf: (solved: number, of: number) => `${solved} of ${of} solved on this device`,
  },
  begins: 'The user tries once more …',
  notFetched: (status: number) =>
    `The scenario could not be fetched (HTTP ${status}). Reload the page, or check the connection.`,
  failed: (why: string) => `This world stopped: ${why} Your progress is safe. Start the same seed again to continue.`,
  startAgain: 'Start again',
  otherSeed: 'Another seed',
  copyLink: 'Copy link',
  copied: 'Copied. Whoever opens the link gets the same fault.',
  notCopied: 'The browser did not copy it. Copy the address of this page instead.',
  badSeed: 'The seed in the address was no whole number, so a new one was drawn.',
  plan: 'The network, as documented',
  planNote: 'From before the fault: a node may be set differently now. The tools show what is.',
  planTable: { node: 'Node', interface: 'Interface', address: 'Address' },
  addresses: 'All addresses',
  oneWay: (ms: number) => `${ms} ms`,
  kinds: { host: 'host', router: 'router', firewall: 'firewall', nat: 'NAT router', switch: 'switch' },
  tools: 'Tools',
  terminalOf: (host: string) => `Terminal of ${host}`,
  outputOf: (host: string) => `Output on ${host}`,
  commandOn: (host: string) => `Command on ${host}`,
  commandPlaceholder: 'help, ping, dig, ss …',
  firstCommands: (host: string) =>
    `Commands that you type here run on ${host}. Type help for the list, or a command with --help. ↑ brings back the last one, clear empties the screen.`,
  running: 'Running …',
  captured: 'Captured packets',
  captureAt: 'Captured at',
  everywhere: 'all nodes',
  worlds: { broken: 'Your world', mended: 'After the repair' },
  views: { list: 'List', ladder: 'Ladder', tables: 'Tables' },
  asIfArrived:
    'Frames are shown where they were sent, as if every one arrived. A capture at one node has only frames that reached it.',
  fatesShown: 'Frames that were lost are now marked with the reason.',
  partOfLadder: (count: number) => `The ladder shows ${count} packets near the selected one.`,
  evidence: 'Use as evidence',
  evidenceTitle: 'Enter in the list does the same',
  packetNumber: (number: number) => `Packet ${number}`,
  diagnosis: 'Diagnosis',
  whatAndWhere: 'What is broken, and where?',
  whichPackets: 'Which packets prove it?',
  noEvidence: 'None selected. Select a packet in the list, then choose “Use as evidence”.',
  removeEvidence: (number: number) => `Remove packet ${number} from the evidence`,
  check: 'Check diagnosis',
  checking: 'Checking …',
  chooseFault: 'Choose what is broken first.',
  repair: 'Repair',
  whichRepair: 'What do you change?',
  apply: 'Apply, and let the user try',
  applying: 'The user tries …',
  chooseRepair: 'Choose a repair first.',
  repairNote: 'The world is made again with this change, and the user tries again in it.',
  hintsTitle: 'Hints',
  hint: (left: number) => `Show a hint: costs a point (${left} left)`,
  giveUp: 'Give up',
  giveUpNote: 'Shows the fault. From then on nothing gives points.',
  giveUpNow: 'Show the fault',
  grade: 'Result',
  parts: { name: 'Named', proof: 'Proven', repair: 'Mended' },
  partPoints: (points: number, of: number) => `${points} of ${of}`,
  hintsUsed: 'Hints',
  total: 'Total',
  solvedTitle: (points: number, of: number) => `Solved: ${points} of ${plural(of, 'point')}`,
  gaveUpTitle: (points: number, of: number) => `Given up: ${points} of ${plural(of, 'point')}`,
  theFault: (name: string) => `The fault: ${name}.`,
  seeRepaired: 'See the packets after the repair',
  next: (title: string) => `Next: ${title}`,
  sameAgain: 'Same scenario, another seed',
  allScenarios: 'All scenarios',

  command: {
    links: 'Links',
    nodes: (nodes: readonly string[]) => `Nodes with a shell: ${nodes.join(', ')}`,
    help: `Type one of these:
  NODE: COMMAND         run a command on a node, for example "user: ping 10.0.2.10"; "user: help" lists the commands
  packets [FILTER]      list the packets of all links, or those that match a display filter
  name FAULT PACKET…    name the fault, with the numbers of the packets that prove it
  mend REPAIR           make the world again with this repair, and run the client in it
  hint                  show the next hint, for a point
  give-up               show the fault
  quit`,
    unknown: (word: string) => `Unknown command "${word}".`,
    noFault: 'Which fault? name FAULT PACKET…',
    badPacket: (text: string, last: number) => `"${text}" is not a packet: expected a number from 1 to ${last}.`,
    noPackets: 'No packets match.',
  },
} as const
