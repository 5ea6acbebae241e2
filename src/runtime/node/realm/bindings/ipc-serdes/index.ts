/**
 * `internalBinding('ipc_serdes')`: messages of an 'advanced' channel between processes as bytes. Which values there are is the structured clone's
 * affair (V8's ValueSerializer, with Node's Buffers); how they lie in the bytes only concerns the two processes here: a tag, then
 * its content; what was written before is referred to by its number.
 */
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { MessageReader } from './reader.ts'
import { MessageWriter } from './writer.ts'

export function ipcSerdesBinding(realm: RealmContext): Binding {
  return {
    /** The message behind its length, in a Buffer. */
    serialize(message: unknown, Buffer: Any) {
      const writer = new MessageWriter(realm, Buffer)
      writer.value(message)
      return Buffer.from(writer.finish().buffer)
    },
    deserialize: (bytes: Uint8Array) => new MessageReader(realm, bytes).value(),
  }
}
