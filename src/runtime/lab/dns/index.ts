/**
 * Zones that a topology gives to a host, and the authoritative server for them. The server is ours and uses the host's
 * own sockets, so it is the same on simulated hosts and in real namespaces. In some exercises of `content/` learners
 * write one themselves.
 */
export { serveZones } from './server.ts'
export { parseZone, ZoneError } from './zone.ts'
