import { Op } from '../../syscalls/index.ts'
import { bytesOf } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import { encodeText, encodingNamed } from '../encodings.ts'
import type { Binding } from '../types.ts'

/** The part of `internalBinding('fs')` that does not need a file system: synchronous writes to descriptors. */
export function fsBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.fs,
    writeBuffer(fd: number, buffer: Uint8Array, offset = 0, length = buffer.byteLength - offset) {
      const bytes = bytesOf(buffer)
      return realm.kernel.call(Op.send, fd, 0, 0, '', new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length))
    },
    writeString(fd: number, text: string, _position: unknown, encoding: string) {
      return realm.kernel.call(
        Op.send,
        fd,
        0,
        0,
        '',
        encodeText(text, encodingNamed(encoding), realm.platform.encodeUtf8),
      )
    },
    internalModuleStat: () => -2,
  }
}
