import type { LabTopology } from '../workspace/index.ts'

/** What the page says of a scenario before its world opens: nothing that differs between its faults. */
export interface PublishedScenario {
  id: string
  title: string
  report: string
  /** 1 to 3. */
  difficulty: number
  client: { host: string; works: string }
  /** Nodes where commands run. */
  shells: readonly string[]
  faults: readonly Choice[]
  repairs: readonly Choice[]
  /** The network as it should be. */
  topology: Pick<LabTopology, 'nodes' | 'links' | 'ports'>
  /** Each interface with its addresses, as it should be. */
  addresses: readonly { node: string; interface: string; address: string }[]
  /** Address of the packed scenario. */
  file: string
  /** The scenario after this one. */
  next: { id: string; title: string }
}

/** One of the answers to choose from. */
export interface Choice {
  id: string
  name: string
}

export const addressOf = (id: string, seed?: number): string =>
  `/surprise/${id}/${seed === undefined ? '' : `?seed=${seed}`}`
