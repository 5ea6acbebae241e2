/**
 * Packets as a list, as fields and as bytes, each marking the same in the others. They read recorded packets and the
 * network floor's dissection; they know no run and no test.
 */
export { PacketFields } from './packet-fields.tsx'
export { PacketList } from './packet-list.tsx'
