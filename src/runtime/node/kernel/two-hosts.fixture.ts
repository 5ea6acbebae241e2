/** A client and a server on one cable, with a kernel: the smallest world in which packets travel. */
import { buildNetwork, type Impairment, MILLISECOND, writePcapng } from '#network'
import { Kernel, type KernelOptions, TraceLines, World } from './index.ts'

export const SERVER = '10.0.0.2'

export function twoHosts(impairment: Partial<Impairment> = {}, options: KernelOptions & { seed?: number } = {}) {
  const host = (name: string, address: string) =>
    ({
      kind: 'host',
      name,
      interfaces: [{ name: 'eth0', addresses: [{ address, length: 24 }] }],
      routes: [],
    }) as const
  const network = buildNetwork(
    {
      name: 'wire',
      nodes: [host('client', '10.0.0.1'), host('server', SERVER)],
      links: [{ endpoints: ['client:eth0', 'server:eth0'], impairment: { delay: 5 * MILLISECOND, ...impairment } }],
    },
    { seed: options.seed ?? 1 },
  )
  const trace = new TraceLines()
  const kernel = new Kernel(network, { trace, ...options })
  const pcapng = () => writePcapng(['client:eth0', 'server:eth0'], network.recorder.packets)
  return { network, kernel, world: new World(network, kernel), trace, pcapng }
}
