// A packet as a ladder sees it, for tests.
import type { PacketView } from '../recording/index.ts'

const ms = 1e6

let numbers = 0
/** Sent and arrived at these milliseconds; null is lost. Numbered in sequence by default. */
export function packet(at: number, arrives: number | null, more: Partial<PacketView> = {}): PacketView {
  return {
    number: more.number ?? ++numbers,
    at: at * ms,
    arrives: arrives === null ? null : arrives * ms,
    fate: arrives === null ? 'loss' : 'delivered',
    link: 0,
    from: 'client',
    to: 'server',
    protocol: 'TCP',
    kind: 'tcp',
    duplicateOf: null,
    changedBy: null,
    delayedBy: null,
    held: null,
    cause: null,
    length: 54,
    opens: false,
    ends: false,
    resets: false,
    zeroWindow: false,
    againOf: null,
    pureAck: false,
    payloadLength: 0,
    label: 'SYN',
    headline: 'SYN',
    detail: '',
    bytes: new Uint8Array(),
    position: null,
    ...more,
  }
}
