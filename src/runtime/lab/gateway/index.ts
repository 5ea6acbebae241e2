/**
 * The edge of the world: connects real sockets of this machine to simulated ones on a gateway host, so that curl, dig
 * or a browser reach a program in a simulated network. Contains the publications, the gateway's part of the topology,
 * and the joining of connections and datagrams. Imports real `net` and `dgram`, so code for pages must not import this
 * folder.
 */
export { addGateway, GATEWAY_NAME, type PublishedHost } from './gateway-host.ts'
export { type Gateway, type OpenGatewayOptions, openGateway } from './open-gateway.ts'
export type { Entrance, Protocol, Publication, PublicationProblem } from './publication.ts'
export { Threshold } from './threshold.ts'
