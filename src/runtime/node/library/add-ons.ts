import { FURTHER_MODULES } from './further-modules.ts'

/**
 * The modules of Node that few programs use, most of them with a library of code below them: a process loads them on first use,
 * and a page fetches them after everything else.
 */
export const ADD_ON_MODULES = {
  further: FURTHER_MODULES,
  zlib: ['zlib', 'internal/webstreams/compression'],
  /** fetch, WebSocket, EventSource and related APIs: undici, as Node bundles it. */
  fetch: ['internal/deps/undici/undici'],
  /** Only the code below `zlib`'s Brotli classes, whose dictionary alone is larger than all of zlib. */
  brotli: [],
  /** The same for its Zstandard classes. */
  zstd: [],
  /** `ackademy:sockets`, which is not a module of Node: the floor above this one provides it. */
  sockets: [],
  http2: ['http2', 'internal/http2/compat', 'internal/http2/core', 'internal/http2/util'],
  crypto: [
    'crypto',
    'internal/crypto/aes',
    'internal/crypto/argon2',
    'internal/crypto/certificate',
    'internal/crypto/cfrg',
    'internal/crypto/chacha20_poly1305',
    'internal/crypto/cipher',
    'internal/crypto/diffiehellman',
    'internal/crypto/ec',
    'internal/crypto/hash',
    'internal/crypto/hashnames',
    'internal/crypto/hkdf',
    'internal/crypto/kem',
    'internal/crypto/keygen',
    'internal/crypto/keys',
    'internal/crypto/mac',
    'internal/crypto/ml_dsa',
    'internal/crypto/ml_kem',
    'internal/crypto/pbkdf2',
    'internal/crypto/random',
    'internal/crypto/rsa',
    'internal/crypto/scrypt',
    'internal/crypto/sig',
    'internal/crypto/util',
    'internal/crypto/webcrypto',
    'internal/crypto/webcrypto_util',
    'internal/crypto/webidl',
    'internal/crypto/x509',
    'https',
    'tls',
    'internal/tls/common',
    'internal/tls/secure-context',
    'internal/tls/wrap',
  ],
} as const satisfies Record<string, readonly string[]>

export type AddOnName = keyof typeof ADD_ON_MODULES

export const ADD_ON_NAMES = Object.keys(ADD_ON_MODULES) as AddOnName[]

const addOnByModule = new Map<string, AddOnName>(
  ADD_ON_NAMES.flatMap((name) => ADD_ON_MODULES[name].map((id): [string, AddOnName] => [id, name])),
)

/** Returns the add-on that contains a module of the library. */
export function addOnOf(id: string): AddOnName | undefined {
  return addOnByModule.get(id)
}

/** Add-ons with only Node's own modules: this runtime adds nothing to them. */
export const OF_LIBRARY_ALONE: ReadonlySet<AddOnName> = new Set(['further'])
