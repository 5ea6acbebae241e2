/**
 * `ackademy:sockets`: BSD sockets for learners' programs. Here live the interface that programs see and its numbers; what
 * carries it is given by the backend (koffi and libc in the container). See README.md.
 */
export { type SocketsModule, socketsModule } from './api.ts'
export * from './constants.ts'
