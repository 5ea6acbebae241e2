/**
 * libuv's handles over the system calls: descriptors and streams for Node's bindings. Reference counting and closing work as in
 * libuv; the methods that the library calls on a handle are in `bindings/`.
 */
export { Descriptor } from './descriptor.ts'
export { Handle, handleState } from './handle.ts'
export { StreamChannel, type StreamOwner } from './stream-channel.ts'
