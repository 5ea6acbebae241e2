/**
 * Zones that a topology gives to a host, and the authoritative server that answers for them: this platform's own, over the host's own sockets, so that it
 * is the same on simulated hosts and in real namespaces. `content/` has exercises in which learners write one themselves.
 */
export { serveZones } from './server.ts'
export { parseZone, ZoneError } from './zone.ts'
