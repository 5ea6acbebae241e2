/**
 * The topology file: YAML in containerlab's shape, checked so that every mistake is named with its line, turned into the plain
 * description that the network floor builds a world from. Nothing here builds or runs anything.
 */

export { describeNetwork } from './description.ts'
export type { Parameters, ParameterValue } from './parameters.ts'
export { parseTopology, readTopology } from './read.ts'
export type { Topology, TopologyLink, TopologyNode } from './schema.ts'
