/** Requirements that say MUST and are shown by packetdrill scripts, or do not hold here for a reason. */
import type { Requirement } from './requirement.fixture.ts'

const ROUTES = 'scoped out: IP source routes are not supported, nor passed on by today’s Internet'

export const MUSTS_SCRIPTED: readonly Requirement[] = [
  {
    id: 'MUST-30',
    says: 'The urgent mechanism is supported',
    proof: 'tests/packetdrill/urgent-send.pkt, tests/packetdrill/urgent-receive.pkt',
  },
  {
    id: 'MUST-62',
    says: 'The urgent pointer indicates the octet behind the urgent data',
    proof: 'tests/packetdrill/urgent-send.pkt (RFC 6093 3, which RFC 9293 follows)',
  },
  { id: 'MUST-31', says: 'Urgent data may have any length', proof: 'tests/packetdrill/urgent-receive.pkt' },
  {
    id: 'MUST-32',
    says: 'The application is told of urgent data asynchronously',
    proof: 'tests/packetdrill/urgent-receive.pkt (POLLPRI)',
  },
  {
    id: 'MUST-33',
    says: 'The application can learn how much urgent data remains',
    proof: 'tests/packetdrill/urgent-inline.pkt (SIOCATMARK and SIOCINQ)',
  },
  { id: 'MUST-51', says: 'An active open can name a source route', proof: ROUTES },
  { id: 'MUST-52', says: 'It takes precedence over one received', proof: ROUTES },
  { id: 'MUST-53', says: 'A passive open answers along the route that the SYN came', proof: ROUTES },
]
