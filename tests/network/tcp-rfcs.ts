/** What of the other RFCs about TCP is shown where. A proof names files that exist; `as Linux` says where Linux, and so this stack, differs. */
export interface RfcProof {
  readonly rfc: string
  readonly section: string
  readonly says: string
  readonly proof: string
}

const TCP = 'src/runtime/network/host/tcp'
const script = (...names: string[]) => names.map((name) => `tests/packetdrill/${name}.pkt`).join(', ')

export const TCP_RFCS: readonly RfcProof[] = [
  ['RFC 1122', '4.2.2.13', 'Data after close is answered with a RST', script('data-for-an-orphan')],
  ['RFC 1122', '4.2.3.2', 'Acknowledgments are delayed, by less than 0.5 s', script('delayed-ack')],
  ['RFC 1122', '4.2.3.3', 'The receiver offers no silly window', script('silly-window-receiver')],
  [
    'RFC 1122',
    '4.2.3.4',
    'Nagle’s algorithm; the sender’s silly window avoidance',
    script('nagle', 'silly-window-sender'),
  ],
  ['RFC 1122', '4.2.3.6', 'Keep-alive', script('keepalive')],
  ['RFC 1122', '4.2.3.9', 'ICMP errors', script('soft-icmp-error', 'path-mtu')],
  [
    'RFC 1122',
    '4.2.3.10',
    'No connection to or from broadcast and group addresses',
    'tests/network/rfc9293/acknowledgments-and-ip.case.ts',
  ],
  ['RFC 2018', '4', 'Which blocks are sent, and in which order', script('sack-sent')],
  ['RFC 2018', '8', 'The peer may take back what it reported', script('sack-reneging')],
  ['RFC 2883', '4', 'D-SACK is sent', script('sack-sent')],
  ['RFC 3042', '2', 'Limited transmit', script('limited-transmit')],
  [
    'RFC 3168',
    '6.1',
    'ECN: negotiation, ECT, ECE until CWR, one reduction a round trip',
    `${script('ecn')}, ${TCP}/ecn.test.ts`,
  ],
  ['RFC 3708', '2', 'D-SACK takes back a needless reduction', script('needless-retransmission')],
  ['RFC 4987', '3.6', 'SYN cookies', `${script('syn-cookies')}, ${TCP}/syn-cookies.test.ts`],
  ['RFC 5482', '3', 'The user timeout, set by the program', script('user-timeout')],
  [
    'RFC 5681',
    '3.1',
    'Slow start, congestion avoidance; after a timeout one segment',
    script('reno', 'timeout-restarts-slow-start'),
  ],
  ['RFC 5681', '3.2', 'Fast retransmit at the third duplicate', script('newreno')],
  ['RFC 5681', '4.1', 'Restart after a pause', script('restart-after-idle')],
  ['RFC 5681', '4.2', 'What is out of order is acknowledged at once', script('sack-sent')],
  ['RFC 5682', '2.1', 'F-RTO', script('spurious-timeout')],
  ['RFC 5961', '3.2', 'RST: exact number, challenge, silence', script('challenge-ack-reset')],
  ['RFC 5961', '4.2', 'SYN on an open connection is challenged', script('challenge-ack-syn')],
  ['RFC 5961', '5.2', 'Acceptable acknowledgments', script('challenge-ack-acknowledgment')],
  ['RFC 5961', '7', 'Challenges are limited: twice a second, as Linux', `${TCP}/receiving.test.ts`],
  ['RFC 6093', '3, 6', 'Urgent data', script('urgent-send', 'urgent-receive', 'urgent-inline', 'urgent-pointer-ahead')],
  ['RFC 6191', '2', 'TIME-WAIT is left for a new SYN', `${script('time-wait-reuse')}, ${TCP}/closing.test.ts`],
  [
    'RFC 6298',
    '2',
    'SRTT, RTTVAR, RTO, to the nanosecond; 200 ms for the variation, as Linux',
    `${TCP}/timeouts.test.ts, ${script('retransmission-timeout')}`,
  ],
  ['RFC 6298', '3', 'Karn’s algorithm', script('karn', 'timestamps-measure-retransmissions')],
  [
    'RFC 6298',
    '5',
    'When the timer starts, restarts, doubles',
    `${TCP}/timeouts.test.ts, ${script('retransmission-timeout')}`,
  ],
  [
    'RFC 6298',
    '5.7',
    'The timer of SYN and SYN-ACK',
    script('syn-retransmission', 'syn-ack-retransmission', 'syn-linear-timeouts'),
  ],
  ['RFC 6528', '3', 'Initial sequence numbers', 'tests/network/rfc9293/segments.case.ts'],
  ['RFC 6582', '3.2', 'NewReno: partial acknowledgments', `${script('newreno')}, ${TCP}/recovery/recover.test.ts`],
  ['RFC 6582', '4.1', 'No second recovery by old duplicates', `${TCP}/recovery/recover.test.ts`],
  [
    'RFC 6675',
    '5',
    'Recovery by the scoreboard; new data when nothing is lost',
    script('sack-recovery', 'retransmission-with-new-data'),
  ],
  ['RFC 6928', '2', 'Ten segments at first', script('initial-window')],
  ['RFC 6937', '3', 'Proportional rate reduction', `${TCP}/recovery/recover.test.ts`],
  ['RFC 7323', '2', 'Window scale', script('window-scale')],
  ['RFC 7323', '3, 4', 'Timestamps, and what they measure', script('timestamps', 'timestamps-measure-retransmissions')],
  ['RFC 7323', '5', 'PAWS', script('paws', 'paws-outdated-window')],
  ['RFC 8985', '6', 'RACK', `${script('rack-reordering')}, ${TCP}/recovery/rack.test.ts`],
  ['RFC 8985', '7', 'Tail loss probe', `${script('tail-loss-probe')}, ${TCP}/recovery/loss-probe.test.ts`],
  ['RFC 9438', '4', 'CUBIC', `${script('cubic')}, ${TCP}/congestion/cubic.test.ts`],
].map(([rfc, section, says, proof]) => ({ rfc: rfc!, section: section!, says: says!, proof: proof! }))
