/** Packet sockets (packet(7)): whole frames of an interface as they come and go, filtered by classic BPF, beside what the host itself does with them. */
export type { FilterInstruction } from './bpf.ts'
export { PacketLayer } from './packet-layer.ts'
export { ETH_P_ALL, type PacketSocket } from './packet-socket.ts'
