/** The 18 requirements that say MAY: what is done of what may be. */
import type { Requirement } from './requirement.fixture.ts'

export const MAYS: readonly Requirement[] = [
  {
    id: 'MAY-1',
    says: 'A program that closed cannot read any more (half-duplex close)',
    proof: 'done, as on every Unix: tests/packetdrill/data-for-an-orphan.pkt',
  },
  { id: 'MAY-2', says: 'A SYN opens anew out of TIME-WAIT', proof: 'done: tests/packetdrill/time-wait-reuse.pkt' },
  { id: 'MAY-3', says: 'The MSS option is always sent', proof: 'done: shown with SHLD-5' },
  {
    id: 'MAY-4',
    says: 'A retransmission has the IPv4 identification of the original',
    proof: 'not done: each packet has its own, as on Linux',
  },
  { id: 'MAY-5', says: 'Keep-alives', proof: 'done: tests/packetdrill/keepalive.pkt' },
  { id: 'MAY-6', says: 'A keep-alive with a byte of garbage', proof: 'not done, as on Linux' },
  {
    id: 'MAY-7',
    says: 'What lies beyond a window that shrank is sent again',
    proof: 'only the first segment, as on Linux: src/runtime/network/host/tcp/recovery/retransmit-lost.ts',
  },
  {
    id: 'MAY-8',
    says: 'The offered window may stay closed for ever',
    proof: 'done: shown with MUST-37 in tests/network/rfc9293/sending-and-windows.case.ts',
  },
  {
    id: 'MAY-9',
    says: 'The differentiated services field received is passed up',
    proof: 'not done: Node has no call that would tell it',
  },
  { id: 'MAY-10', says: 'The timestamp option of IP', proof: 'not done: IP options are skipped (MUST-50)' },
  { id: 'MAY-11', says: 'The record route option of IP', proof: 'not done: IP options are skipped (MUST-50)' },
  {
    id: 'MAY-12',
    says: 'Protection against blind injection of data (RFC 5961 5)',
    proof: 'done: tests/packetdrill/challenge-ack-acknowledgment.pkt',
  },
  {
    id: 'MAY-13',
    says: 'A segment in the window but not at its left edge is acknowledged',
    proof: 'done: tests/packetdrill/sack-sent.pkt',
  },
  { id: 'MAY-14', says: 'A FLUSH call', proof: 'not done: sockets have none' },
  {
    id: 'MAY-15',
    says: 'PUSH flags on SEND calls',
    proof: 'not done: sockets have none; MSG_MORE is their opposite (tests/packetdrill/peek-and-more.pkt)',
  },
  {
    id: 'MAY-16',
    says: 'Without PUSH, data is gathered before it is sent',
    proof: 'done where Nagle’s algorithm, TCP_CORK or MSG_MORE ask for it: tests/packetdrill/cork.pkt',
  },
  { id: 'MAY-17', says: 'PSH is passed to the application', proof: 'not done: sockets have no way to tell it' },
  {
    id: 'MAY-18',
    says: 'Other algorithms of congestion control',
    proof: 'done: CUBIC (RFC 9438), tests/packetdrill/cubic.pkt',
  },
]
