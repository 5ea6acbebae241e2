/**
 * The topology file: YAML in containerlab's format, validated with line numbers, and converted to the plain description
 * that the network floor builds from. Nothing here builds or runs anything.
 */

export { describeNetwork } from './description.ts'
export type { Parameters, ParameterValue } from './parameters.ts'
export { checkTopology, parseTopology, readTopology } from './read.ts'
export type { Topology, TopologyLink, TopologyNode } from './schema.ts'
