/**
 * HTTP/1.1: `internalBinding('http_parser')`, as node_http_parser.cc makes it, over llhttp in the WebAssembly form that Node itself carries.
 * It only parses messages; connections are in `tcp-wrap.ts`, and everything else is Node's own library.
 */
import type { RealmContext } from '../../context.ts'
import type { Binding } from '../../types.ts'
import { ConnectionsList } from './connections.ts'
import { Llhttp } from './llhttp.ts'
import { HttpParser } from './parser.ts'

const PARSER_CONSTANTS = {
  REQUEST: 1,
  RESPONSE: 2,
  kOnMessageBegin: 0,
  kOnHeaders: 1,
  kOnHeadersComplete: 2,
  kOnBody: 3,
  kOnMessageComplete: 4,
  kOnExecute: 5,
  kOnTimeout: 6,
  kLenientNone: 0,
  kLenientHeaders: 1,
  kLenientChunkedLength: 2,
  kLenientKeepAlive: 4,
  kLenientTransferEncoding: 8,
  kLenientVersion: 16,
  kLenientDataAfterClose: 32,
  kLenientOptionalLFAfterCR: 64,
  kLenientOptionalCRLFAfterChunk: 128,
  kLenientOptionalCRBeforeLF: 256,
  kLenientSpacesAfterChunkSize: 512,
  kLenientHeaderValueRelaxed: 1024,
  kLenientAll: 1023,
}

export function httpParserBinding(realm: RealmContext): Binding {
  const llhttp = new Llhttp(realm.platform.httpParser())
  const parserConstants = { ...PARSER_CONSTANTS }
  // The library checks whether its llhttp supports this.
  if (!llhttp.has('set_lenient_header_value_relaxed')) parserConstants.kLenientHeaderValueRelaxed = 0
  return {
    ...realm.constants.http_parser,
    HTTPParser: Object.assign(
      class HTTPParser extends HttpParser {
        constructor() {
          super(realm, llhttp)
        }
      },
      parserConstants,
    ),
    ConnectionsList: class extends ConnectionsList {
      constructor() {
        super(realm)
      }
    },
  }
}
