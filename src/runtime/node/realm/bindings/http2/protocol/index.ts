/** An HTTP/2 connection that behaves as nghttp2's, without sockets and without Node. */
export { Connection } from './connection.ts'
export type { ConnectionEvents, DataRead } from './events.ts'
export { isFatal, LibraryError, libraryErrorText, wireCodeOf } from './library-errors.ts'
export { Receiver } from './receiver.ts'
export type { Settings } from './settings.ts'
export { resumeData, submitInfo, submitPush, submitRequest, submitResponse, submitTrailers } from './submit.ts'
