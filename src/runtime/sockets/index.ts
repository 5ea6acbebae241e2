/**
 * `ackademy:sockets`: BSD sockets for learners' programs. Here live the interface that programs see, its numbers, and what both of
 * its kinds are made of: `linux/` on the real kernel (koffi and libc in the container), `simulated/` on the system calls of a
 * simulated host. See README.md.
 */
export { type SocketsModule, socketsModule } from './api.ts'
export * from './constants.ts'
export { isDoubled, isInNetworkOrder, placeOf, swapped } from './options.ts'
