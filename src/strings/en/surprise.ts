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
  nothingAgainst: 'No packet captured so far speaks against it. Look at more of the path, then try again.',
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
