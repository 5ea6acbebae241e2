import type * as Sockets from 'ackademy:sockets'
import * as constants from './constants.ts'

/** The module as a value: what a backend gives to a program that imports `ackademy:sockets`. */
export type SocketsModule = typeof Sockets

/** The module from its functions. */
export function socketsModule(
  functions: Pick<SocketsModule, 'socket' | 'poll' | 'membership' | 'if_nametoindex' | 'openLink' | 'packetMembership'>,
): SocketsModule {
  return { ...constants, ...functions }
}
