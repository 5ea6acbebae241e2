/**
 * libuv's handles over the system calls: what a descriptor, a stream and a signal are to Node's bindings. Reference counting and
 * closing as libuv does them; what the library calls on a handle is in `bindings/`.
 */
export { Descriptor } from './descriptor.ts'
export { Handle, handleState } from './handle.ts'
export { StreamChannel, type StreamOwner } from './stream-channel.ts'
