/**
 * `ackademy:sockets`, the BSD sockets of learners' programs: `api.ts` says what they are, `linux/` does them by the kernel's own system
 * calls. The same interface over the simulated kernel's calls will stand beside it. Nothing here knows a test or a topology.
 */
export type { PollRequest, PollResult, ReceivedMessage, SocketAddress, SocketsModule } from './api.ts'
