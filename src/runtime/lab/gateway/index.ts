/**
 * The edge of the world: real sockets of this machine joined to simulated ones on a gateway host, so that curl, dig or a browser
 * reach a program in a simulated network. Here live what is published, the gateway's place in the topology, and the joining of
 * connections and datagrams. It imports real `net` and `dgram`, so nothing that reaches a page may import this folder.
 */
export { addGateway, GATEWAY_NAME, type PublishedHost } from './gateway-host.ts'
export { type Gateway, type OpenGatewayOptions, openGateway } from './open-gateway.ts'
export type { Entrance, Protocol, Publication, PublicationProblem } from './publication.ts'
export { Threshold } from './threshold.ts'
