/** Packet sockets (packet(7)): copies of an interface's whole frames, sent and received, filtered by classic BPF. */
export type { FilterInstruction } from './bpf.ts'
export { PacketLayer } from './packet-layer.ts'
export { ETH_P_ALL, type PacketSocket } from './packet-socket.ts'
