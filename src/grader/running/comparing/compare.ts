import { type Conversation, conversationsIn } from './conversation.ts'
import type { DatagramConversation } from './datagrams.ts'
import type { Direction } from './heard.ts'
import type { TcpConversation } from './tcp-conversation.ts'
import { aroundOffset, ordinal, showData, showDatagram } from './words.ts'

/** Origin of each recording, in the words of a sentence: `with your program`, `on Linux`. */
export interface Sides {
  left: string
  right: string
  /**
   * Hosts of the compared programs. The test drives the other hosts: if those say less on the left, where the test failed and
   * stopped, or more, because the program let them, that is no difference. Absent: everything counts.
   */
  speakers?: ReadonlySet<string>
  /** Fields of datagrams that programs draw at random, such as `udp.payload[0:8]`: compares which of them are equal, not their values. */
  random?: readonly string[]
}

/** The first difference of two recordings. */
export interface CaptureDifference {
  /** `client > server:9000 #2` */
  conversation: string
  about: 'conversation' | 'syn-options' | 'stream' | 'flags' | 'datagram'
  sentence: string
  /** Both contents, and the packets that show them. */
  left: { shown: string; packet?: number }
  right: { shown: string; packet?: number }
}

/**
 * Compares the conversations of two worlds: the options of SYNs, both byte streams of every connection, the order of SYN, FIN and RST, and datagrams. Pure
 * acknowledgments, sequence numbers, ports that a kernel chose, times and the cutting of streams into segments are ignored. Null if nothing differs.
 */
export function compareCaptures(left: Uint8Array, right: Uint8Array, sides: Sides): CaptureDifference | null {
  const [ours, theirs] = [conversationsIn(left, sides.random), conversationsIn(right, sides.random)]
  if (!ours || !theirs) return unreadable(ours === null ? sides.left : sides.right)
  const names = new Set([...ours, ...theirs].map(({ name }) => name))
  const pairs = [...names].map(
    (name) => [ours.find((one) => one.name === name), theirs.find((one) => one.name === name)] as const,
  )
  const stopped = pairs.some((pair) => hasStopped(pair, sides.speakers))
  for (const pair of pairs) {
    const difference = compareConversations(pair, sides, stopped)
    if (difference) return difference
  }
  return null
}

type Pair<T> = readonly [left: T, right: T]

function compareConversations(
  [left, right]: Pair<Conversation | undefined>,
  sides: Sides,
  stopped: boolean,
): CaptureDifference | null {
  if (!left || !right) return stopped && !left ? null : onlyOne((left ?? right)!.name, left, sides)
  if (left.kind === 'tcp' && right.kind === 'tcp') return compareTcp([left, right], sides, stopped)
  if (left.kind === 'datagrams' && right.kind === 'datagrams') return compareDatagrams([left, right], sides, stopped)
  return null
}

/** Whether a host that the test drives said less on the left. */
function hasStopped([left, right]: Pair<Conversation | undefined>, speakers: Sides['speakers']): boolean {
  if (!speakers || !right) return false
  return (['to', 'from'] as const)
    .filter((direction) => !speakers.has(endsOf(right.name, direction)[0]))
    .some((direction) => (left?.amount(direction) ?? 0) < right.amount(direction))
}

/** Whether a host that the test drives said the same on the left, and more. */
const isLetGoOn = (sender: string, ours: Uint8Array, theirs: Uint8Array, { speakers }: Sides) =>
  speakers?.has(sender) === false && firstDifference(ours, theirs) === theirs.length

function onlyOne(conversation: string, left: Conversation | undefined, sides: Sides): CaptureDifference {
  const [where, elsewhere] = left ? [sides.left, sides.right] : [sides.right, sides.left]
  return {
    conversation,
    about: 'conversation',
    sentence: `There is a conversation ${conversation} ${where}, but not ${elsewhere}.`,
    left: { shown: left ? conversation : 'none' },
    right: { shown: left ? 'none' : conversation },
  }
}

function compareTcp(pair: Pair<TcpConversation>, sides: Sides, stopped: boolean): CaptureDifference | null {
  return (
    compareOptions(pair, sides, 'to') ??
    compareOptions(pair, sides, 'from') ??
    compareTurns(pair, sides, stopped) ??
    compareStreams(pair, sides, 'to', stopped) ??
    compareStreams(pair, sides, 'from', stopped) ??
    compareSteps(pair, sides, stopped)
  )
}

function compareOptions(
  [left, right]: Pair<TcpConversation>,
  sides: Sides,
  direction: Direction,
): CaptureDifference | null {
  const [ours, theirs] = [left.options.get(direction), right.options.get(direction)]
  if (ours?.text === theirs?.text || !ours || !theirs) return null
  const which = direction === 'to' ? 'SYN' : 'SYN ACK'
  const sentence = `In ${left.name} the ${which} has ${ours.text || 'no options'} ${sides.left}, but ${theirs.text || 'no options'} ${sides.right}.`
  return difference(
    left.name,
    'syn-options',
    sentence,
    shown(ours.text, ours.packet),
    shown(theirs.text, theirs.packet),
  )
}

/** In conversations that take turns, the first turn that differs says more than an offset. The interleaving of turns may depend on time and is ignored. */
function compareTurns([left, right]: Pair<TcpConversation>, sides: Sides, stopped: boolean): CaptureDifference | null {
  if (left.turns.length !== right.turns.length) return null
  const at = left.turns.findIndex(
    (turn, i) => turn.direction !== right.turns[i]!.direction || !equal(turn.bytes, right.turns[i]!.bytes),
  )
  const [ours, theirs] = [left.turns[at], right.turns[at]]
  if (!ours || !theirs || ours.direction !== theirs.direction) return null
  const [sender] = endsOf(left.name, ours.direction)
  const offset = firstDifference(ours.bytes, theirs.bytes)
  if ((stopped && offset === ours.bytes.length) || isLetGoOn(sender, ours.bytes, theirs.bytes, sides)) return null
  const own = left.turns.filter(({ direction }) => direction === ours.direction)
  const nth = own.indexOf(ours)
  const which = own.length === 1 ? '' : ` in its ${ordinal(nth + 1)} turn`
  const before = own.slice(0, nth).reduce((sum, { bytes }) => sum + bytes.length, 0)
  const sentence = `What ${sender} sends${which} in ${left.name} differs at byte ${offset}: ${aroundOffset(ours.bytes, offset)} ${sides.left}, ${aroundOffset(theirs.bytes, offset)} ${sides.right}.`
  return difference(
    left.name,
    'stream',
    sentence,
    shown(showData(ours.bytes), left.packetAt(ours.direction, before + offset) ?? ours.packet),
    shown(showData(theirs.bytes), right.packetAt(theirs.direction, before + offset) ?? theirs.packet),
  )
}

function compareStreams(
  [left, right]: Pair<TcpConversation>,
  sides: Sides,
  direction: Direction,
  stopped: boolean,
): CaptureDifference | null {
  const [ours, theirs] = [left.stream(direction), right.stream(direction)]
  const offset = firstDifference(ours, theirs)
  const [sender] = endsOf(left.name, direction)
  if (offset < 0 || (stopped && offset === ours.length) || isLetGoOn(sender, ours, theirs, sides)) return null
  const sentence = `What ${sender} sends in ${left.name} differs at byte ${offset}: ${aroundOffset(ours, offset)} ${sides.left}, ${aroundOffset(theirs, offset)} ${sides.right}.`
  return difference(
    left.name,
    'stream',
    sentence,
    shown(showData(ours.subarray(offset)), left.packetAt(direction, offset)),
    shown(showData(theirs.subarray(offset)), right.packetAt(direction, offset)),
  )
}

function compareSteps([left, right]: Pair<TcpConversation>, sides: Sides, stopped: boolean): CaptureDifference | null {
  const at = longer(left.steps, right.steps).findIndex((_, i) => left.steps[i]?.text !== right.steps[i]?.text)
  if (at < 0 || (stopped && at === left.steps.length)) return null
  const [ours, theirs] = [left.steps[at], right.steps[at]]
  const say = ({ text }: Step) => `${text.slice(2)} from ${endsOf(left.name, text.startsWith('>') ? 'to' : 'from')[0]}`
  const all = (steps: readonly Step[]) => steps.map(say).join(', ') || 'nothing'
  const last = left.steps[at - 1] ?? right.steps[at - 1]
  const came = (step: Step | undefined) => (step ? `a ${say(step)}` : 'neither a FIN nor a RST')
  const sentence = `In ${left.name} there came ${last ? `after the ${say(last)} ` : ''}${came(ours)} ${sides.left}, but ${came(theirs)} ${sides.right}.`
  return difference(
    left.name,
    'flags',
    sentence,
    shown(all(left.steps), ours?.packet),
    shown(all(right.steps), theirs?.packet),
  )
}

type Step = TcpConversation['steps'][number]

function compareDatagrams(
  [left, right]: Pair<DatagramConversation>,
  sides: Sides,
  stopped: boolean,
): CaptureDifference | null {
  for (const direction of ['to', 'from'] as const) {
    const [ours, theirs] = [left, right].map(({ datagrams }) =>
      datagrams.filter((one) => one.direction === direction),
    ) as [DatagramConversation['datagrams'], DatagramConversation['datagrams']]
    const at = longer(ours, theirs).findIndex((_, i) => !sameDatagram(ours[i], theirs[i]))
    if (at < 0 || (stopped && at === ours.length)) continue
    const say = (one: (typeof ours)[number] | undefined) =>
      one ? (one.icmp ? `ICMP ${one.icmp}` : showDatagram(one)) : 'none'
    const [sender] = endsOf(left.name, direction)
    const sent = (one: Sent | undefined, side: string) => (one ? `${say(one)} ${side}` : `never sent ${side}`)
    const sentence = `The ${ordinal(at + 1)} datagram of ${sender} in ${left.name} is ${sent(ours[at], sides.left)}, but ${sent(theirs[at], sides.right)}.`
    return difference(
      left.name,
      'datagram',
      sentence,
      shown(say(ours[at]), ours[at]?.packet),
      shown(say(theirs[at]), theirs[at]?.packet),
    )
  }
  return null
}

type Sent = DatagramConversation['datagrams'][number]
const sameDatagram = (a: Sent | undefined, b: Sent | undefined) =>
  a !== undefined && b !== undefined && a.icmp === b.icmp && equal(a.comparable, b.comparable)

function unreadable(side: string): CaptureDifference {
  const sentence = `What was recorded ${side} cannot be read.`
  return difference('', 'conversation', sentence, { shown: '' }, { shown: '' })
}

function difference(
  conversation: string,
  about: CaptureDifference['about'],
  sentence: string,
  left: CaptureDifference['left'],
  right: CaptureDifference['right'],
): CaptureDifference {
  return { conversation, about, sentence, left, right }
}

const shown = (text: string, packet?: number) => ({ shown: text, ...(packet !== undefined && { packet }) })
const longer = <T>(a: readonly T[], b: readonly T[]) => (a.length >= b.length ? a : b)
const equal = (a: Uint8Array, b: Uint8Array) => firstDifference(a, b) < 0

/** Names the sender and receiver of a direction: `client > server:9000 #2`. */
function endsOf(name: string, direction: Direction): [sender: string, receiver: string] {
  const [opener = '', rest = ''] = name.split(' > ')
  const answerer = rest.split(/[: ]/)[0]!
  return direction === 'to' ? [opener, answerer] : [answerer, opener]
}

/** Returns -1 if there is none. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i
  return a.length === b.length ? -1 : length
}
