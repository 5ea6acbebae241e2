import type { Draw, Generate, Generated } from 'ackademy/drill'
import { fragmentsOf, IP_HEADER, largestPayload, roomOf, survival, UDP_HEADER, type Version } from './sizes.ts'

type Say = Parameters<Generate>[1]

/** MTUs of Ethernet, of tunnels over it, and the smallest of IPv6. */
const MTU_VALUES = [1500, 1492, 1450, 1420, 1400, 1280] as const

/** Six kinds of questions: how many packets, the last one's size and offset, what fits into one, how many datagrams arrive, where the ports are. */
const generate: Generate = (draw, say) =>
  draw.oneOf([countPackets, sizeOfLast, offsetOfLast, fitIntoOne, shareArriving, findHeader])(draw, say)
export default generate

/** A datagram that needs at least two packets. */
function drawDatagram(draw: Draw): { payload: number; mtu: number; fragments: number[]; told: string } {
  const mtu = draw.oneOf(MTU_VALUES)
  const payload = draw.integer(mtu, 6_000)
  const told = `A datagram with ${group(payload)} bytes of payload is sent over IPv4, without options. Every link has an MTU of ${group(mtu)}.`
  return { payload, mtu, fragments: fragmentsOf(payload, mtu), told }
}

function countPackets(draw: Draw, say: Say): Generated {
  const { payload, mtu, fragments, told } = drawDatagram(draw)
  const room = roomOf(mtu)
  return {
    kind: 'numeric',
    lesson: '7.2',
    ask: `${told} How many packets does it need?`,
    value: fragments.length,
    because: `${group(payload)} + ${UDP_HEADER} bytes, ${group(room)} in each packet but the last: ${fragments.map(group).join(', ')}.`,
    otherwise: say('ip-header'),
    mistakes: [
      { value: Math.ceil(payload / room), mistake: 'udp-header' },
      { value: Math.ceil(payload / (room - UDP_HEADER)), mistake: 'udp-header-once' },
      { value: Math.ceil((payload + UDP_HEADER) / mtu), mistake: 'ip-header' },
    ],
  }
}

function sizeOfLast(draw: Draw, say: Say): Generated {
  const { payload, mtu, fragments, told } = drawDatagram(draw)
  const [last, before] = [fragments.at(-1)!, fragments.length - 1]
  return {
    kind: 'numeric',
    lesson: '7.2',
    ask: `${told} How many bytes does the last fragment carry behind its IP header?`,
    value: last,
    because: `${group(payload)} + ${UDP_HEADER} − ${before} × ${group(roomOf(mtu))} = ${group(last)}.`,
    otherwise: say('last-fragment'),
    mistakes: [
      { value: last - UDP_HEADER, mistake: 'udp-header' },
      { value: last + before * UDP_HEADER, mistake: 'udp-header-once' },
      { value: last + IP_HEADER[4], mistake: 'last-fragment' },
      { value: payload + UDP_HEADER - before * (mtu - IP_HEADER[4]), mistake: 'multiple-of-8' },
      { value: payload + UDP_HEADER - before * mtu, mistake: 'ip-header' },
    ],
  }
}

function offsetOfLast(draw: Draw, say: Say): Generated {
  const { mtu, fragments, told } = drawDatagram(draw)
  const [room, before] = [roomOf(mtu), fragments.length - 1]
  const bytes = room * before
  return {
    kind: 'numeric',
    lesson: '7.2',
    ask: `${told} Which number is in the offset field of the last fragment?`,
    value: bytes / 8,
    because: `${before} × ${group(room)} bytes come before it, and the field counts in eights: ${group(bytes)} / 8.`,
    otherwise: say('offset-in-bytes'),
    mistakes: [
      { value: bytes, mistake: 'offset-in-bytes' },
      { value: (bytes - UDP_HEADER) / 8, mistake: 'udp-header' },
      { value: ((mtu - IP_HEADER[4]) * before) / 8, mistake: 'multiple-of-8' },
      { value: (mtu * before) / 8, mistake: 'ip-header' },
    ],
  }
}

function fitIntoOne(draw: Draw, say: Say): Generated {
  const mtu = draw.oneOf(MTU_VALUES)
  const version = draw.oneOf<Version>([4, 6])
  const header = IP_HEADER[version]
  return {
    kind: 'numeric',
    lesson: '7.2',
    ask: `How many bytes of payload can a UDP datagram have, at most, so that one packet of IPv${version} without options or extension headers carries it over an MTU of ${group(mtu)}?`,
    value: largestPayload(mtu, version),
    because: `${group(mtu)} − ${header} for IPv${version} − ${UDP_HEADER} for UDP.`,
    otherwise: say('ip-header'),
    mistakes: [
      { value: mtu - header, mistake: 'udp-header' },
      { value: mtu - UDP_HEADER, mistake: 'ip-header' },
      { value: largestPayload(mtu, version === 4 ? 6 : 4), mistake: 'ip-version' },
    ],
  }
}

function shareArriving(draw: Draw, say: Say): Generated {
  const { fragments, told } = drawDatagram(draw)
  const loss = draw.oneOf([0.01, 0.02, 0.05, 0.1])
  const count = fragments.length
  const wrong = (share: number, mistake: string) => ({ text: percent(share), mistake, because: say(mistake) })
  return {
    kind: 'single',
    ask: `${told} Each packet is lost with a probability of ${loss * 100}%. What share of such datagrams arrives?`,
    lesson: '7.2',
    choices: draw.shuffled([
      {
        text: percent(survival(loss, count)),
        right: true,
        because: `It needs ${count} packets, and all of them: ${1 - loss} to the power of ${count}.`,
      },
      wrong(1 - loss, 'per-packet'),
      wrong(1, 'resent'),
    ]),
  }
}

function findHeader(draw: Draw, say: Say): Generated {
  const { fragments, told } = drawDatagram(draw)
  const wrong = (text: string) => ({ text, mistake: 'udp-header-once', because: say('udp-header-once') })
  return {
    kind: 'single',
    ask: `${told} In which of its ${fragments.length} packets does a firewall find the destination port?`,
    lesson: '7.2',
    choices: draw.shuffled([
      {
        text: 'In the first.',
        right: true,
        because: 'The port is in the UDP header, and that is cut off once, from the front.',
      },
      wrong('In each of them.'),
      wrong('In the last.'),
    ]),
  }
}

const group = (count: number): string => count.toLocaleString('en-US')
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
