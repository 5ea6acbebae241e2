import type { Impairment, NetworkDescription } from '#network'
import type { LabTopology } from '../workspace/index.ts'

export function drawnTopology({
  nodes,
  links,
  ports = {},
}: NetworkDescription): Pick<LabTopology, 'nodes' | 'links' | 'ports'> {
  return {
    ports,
    nodes: nodes.map((node) => ({
      name: node.name,
      kind: node.kind,
      address: node.kind === 'switch' ? '' : (node.interfaces[0]?.addresses[0]?.address ?? ''),
    })),
    links: links.map(({ endpoints, impairment = {} }) => ({
      endpoints: [...endpoints],
      ends: endpoints.map((end) => end.split(':')[0]!) as [string, string],
      begins: values(impairment),
    })),
  }
}

function values({ delay = 0, rate, loss = 0 }: Partial<Impairment>): LabTopology['links'][number]['begins'] {
  return { delay: delay / 1e6, loss, rate: rate ?? 0 }
}
