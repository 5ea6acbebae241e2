/**
 * Node's C++ bindings (`internalBinding(name)`), one file each, over the system calls and the platform only.
 * Nothing a program can reach from here leads to the environment: handles keep the realm in private fields.
 */
import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'
import { asyncWrapBinding } from './async-wrap.ts'
import { blobBinding } from './blob.ts'
import { blockListBinding } from './block-list.ts'
import { bufferBinding } from './buffer.ts'
import { caresBinding } from './cares-wrap/index.ts'
import { contextifyBinding } from './contextify.ts'
import { credentialsBinding } from './credentials.ts'
import { configBinding, optionsBinding, uvBinding } from './data.ts'
import { encodingBinding, icuBinding } from './encoding-binding.ts'
import { errorsBinding } from './errors.ts'
import { fsBinding, fsDirBinding, fsEventBinding } from './fs/index.ts'
import { httpParserBinding } from './http-parser/index.ts'
import { inertBindings } from './inert.ts'
import { ipcSerdesBinding } from './ipc-serdes/index.ts'
import { jsStreamBinding } from './js-stream.ts'
import { locksBinding } from './locks.ts'
import { messagingBinding } from './messaging/index.ts'
import { osBinding } from './os.ts'
import { performanceBinding } from './performance.ts'
import { pipeBinding, ttyBinding } from './pipe-wrap.ts'
import { processMethodsBinding } from './process-methods.ts'
import { processBinding } from './process-wrap.ts'
import { signalBinding } from './signal-wrap.ts'
import { spawnSyncBinding } from './spawn-sync/index.ts'
import { streamAccess } from './stream-access.ts'
import { streamBinding } from './stream-wrap.ts'
import { stringDecoderBinding } from './string-decoder.ts'
import { taskQueueBinding } from './task-queue.ts'
import { tcpBinding } from './tcp-wrap.ts'
import { timersBinding } from './timers.ts'
import { typesBinding } from './types.ts'
import { udpBinding } from './udp-wrap.ts'
import { urlBinding } from './url.ts'
import { urlPatternBinding } from './url-pattern.ts'
import { utilBinding } from './util.ts'

export { builtinsBinding, defaultOptions } from './data.ts'
export { Files } from './fs/index.ts'

/** Makers by name; each is called once, when the library first asks. */
export const bindings: Record<string, (realm: RealmContext) => Binding> = {
  ...inertBindings,
  async_wrap: asyncWrapBinding,
  blob: blobBinding,
  block_list: blockListBinding,
  buffer: bufferBinding,
  cares_wrap: caresBinding,
  config: configBinding,
  contextify: contextifyBinding,
  credentials: credentialsBinding,
  crypto: (realm) => realm.addOn('crypto').runtime.cryptoBinding(realm),
  encoding_binding: encodingBinding,
  errors: errorsBinding,
  fs: fsBinding,
  fs_dir: fsDirBinding,
  fs_event_wrap: fsEventBinding,
  http_parser: httpParserBinding,
  http2: (realm) => realm.addOn('http2').runtime.http2Binding(realm, streamAccess(realm)),
  icu: icuBinding,
  ipc_serdes: ipcSerdesBinding,
  js_stream: jsStreamBinding,
  locks: locksBinding,
  messaging: messagingBinding,
  options: optionsBinding,
  os: osBinding,
  performance: performanceBinding,
  pipe_wrap: pipeBinding,
  process_methods: processMethodsBinding,
  process_wrap: processBinding,
  spawn_sync: spawnSyncBinding,
  signal_wrap: signalBinding,
  stream_pipe: (realm) => realm.addOn('http2').runtime.streamPipeBinding(realm, streamAccess(realm)),
  stream_wrap: streamBinding,
  string_decoder: stringDecoderBinding,
  task_queue: taskQueueBinding,
  tcp_wrap: tcpBinding,
  timers: timersBinding,
  tty_wrap: ttyBinding,
  types: (realm) => typesBinding(realm.isProxy),
  udp_wrap: udpBinding,
  url: urlBinding,
  url_pattern: urlPatternBinding,
  util: utilBinding,
  tls_wrap: (realm) => realm.addOn('crypto').runtime.tlsBinding(realm),
  uv: uvBinding,
  zlib: (realm) => realm.addOn('zlib').runtime.zlibBinding(realm),
}
