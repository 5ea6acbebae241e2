/**
 * `internalBinding('ipc_serdes')`: messages of an 'advanced' channel between processes as bytes. The supported values are those of the
 * structured clone (V8's ValueSerializer, with Node's Buffers). The format is private to the two processes: a tag, then its content;
 * objects written before are referred to by their number.
 */
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { MessageReader } from './reader.ts'
import { MessageWriter } from './writer.ts'

export function ipcSerdesBinding(realm: RealmContext): Binding {
  return {
    /** Returns the message after its length, in a Buffer. */
    serialize(message: unknown, Buffer: Any) {
      const writer = new MessageWriter(realm, Buffer)
      writer.value(message)
      return Buffer.from(writer.finish().buffer)
    },
    deserialize: (bytes: Uint8Array) => new MessageReader(realm, bytes).value(),
  }
}
