import { controlSpecs } from './suite/control.case.ts'
import { datagramSpecs } from './suite/datagrams.case.ts'
import { dnsSpecs } from './suite/dns.case.ts'
import { middleboxSpecs } from './suite/middleboxes.case.ts'
import { multicastSpecs } from './suite/multicast.case.ts'
import { networkSpecs } from './suite/network.case.ts'
import { pathSpecs } from './suite/paths.case.ts'
import { programSpecs } from './suite/programs.case.ts'
import { routingSpecs } from './suite/routing.case.ts'
import { ruleSpecs } from './suite/rules.case.ts'
import { scheduleSpecs } from './suite/schedules.case.ts'
import { socketSpecs } from './suite/sockets.case.ts'
import { type BackendUnderTest, runSpecs } from './suite/spec.fixture.ts'
import { tcpSpecs } from './suite/tcp.case.ts'

export type { BackendUnderTest, WorldWish } from './suite/spec.fixture.ts'

/**
 * What every backend of Lab does alike. A backend's own test file calls this with a way to open its worlds, and names each spec
 * that it cannot pass with the reason.
 */
export function testLabBackend(backend: BackendUnderTest): void {
  runSpecs(backend, 'TCP peers', tcpSpecs)
  runSpecs(backend, 'schedules', scheduleSpecs)
  runSpecs(backend, 'datagrams and raw packets', datagramSpecs)
  runSpecs(backend, 'the network', networkSpecs)
  runSpecs(backend, 'routing', routingSpecs)
  runSpecs(backend, 'paths', pathSpecs)
  runSpecs(backend, 'rules and held packets', ruleSpecs)
  runSpecs(backend, 'control', controlSpecs)
  runSpecs(backend, 'multicast', multicastSpecs)
  runSpecs(backend, 'DNS', dnsSpecs)
  runSpecs(backend, 'programs', programSpecs)
  runSpecs(backend, 'ackademy:sockets', socketSpecs)
  runSpecs(backend, 'NAT and firewall', middleboxSpecs)
}
