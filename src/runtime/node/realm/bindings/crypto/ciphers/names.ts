export type CipherMode =
  | 'cbc'
  | 'ecb'
  | 'ctr'
  | 'cfb'
  | 'cfb8'
  | 'ofb'
  | 'gcm'
  | 'ccm'
  | 'wrap'
  | 'chacha20'
  | 'poly1305'

/** A cipher under OpenSSL's name. */
export interface CipherKind {
  readonly name: string
  readonly mode: CipherMode
  readonly nid: number
  readonly keyLength: number
  /** Bytes of an initialization vector; 0: none. */
  readonly ivLength: number
  /** 1 for ciphers on single bytes. */
  readonly blockSize: number
}

/** OpenSSL's numbers, for keys of 128, 192 and 256 bits. */
const NUMBERS = {
  ecb: [418, 422, 426],
  cbc: [419, 423, 427],
  ofb: [420, 424, 428],
  cfb: [421, 425, 429],
  cfb8: [653, 654, 655],
  ctr: [904, 905, 906],
  gcm: [895, 898, 901],
  ccm: [896, 899, 902],
  wrap: [788, 789, 790],
} as const
const BLOCK = 16
const AES_KEYS = [16, 24, 32] as const

const kinds: CipherKind[] = [
  { name: 'chacha20', mode: 'chacha20', nid: 1019, keyLength: 32, ivLength: 16, blockSize: 1 },
  { name: 'chacha20-poly1305', mode: 'poly1305', nid: 1018, keyLength: 32, ivLength: 12, blockSize: 1 },
]
const aliases = new Map<string, string>()
for (const mode of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[])
  for (const [index, keyLength] of AES_KEYS.entries()) {
    const bits = keyLength * 8
    const nid = NUMBERS[mode][index]!
    const own = mode === 'gcm' || mode === 'ccm' || mode === 'wrap' ? `id-aes${bits}-${mode}` : `aes-${bits}-${mode}`
    const ivLength = mode === 'ecb' ? 0 : mode === 'wrap' ? 8 : mode === 'gcm' || mode === 'ccm' ? 12 : BLOCK
    const blockSize = mode === 'cbc' || mode === 'ecb' ? BLOCK : mode === 'wrap' ? 8 : 1
    kinds.push({ name: own, mode, nid, keyLength, ivLength, blockSize })
    aliases.set(`aes-${bits}-${mode}`, own).set(`aes${bits}-${mode}`, own)
    if (mode === 'cbc') aliases.set(`aes${bits}`, own)
  }

const byName = new Map(kinds.map((kind) => [kind.name, kind]))

export function cipherNamed(name: string): CipherKind | null {
  const wanted = name.toLowerCase()
  return byName.get(aliases.get(wanted) ?? wanted) ?? null
}

export function cipherNumbered(nid: number): CipherKind | null {
  return kinds.find((kind) => kind.nid === nid) ?? null
}

/** Returns the result of `crypto.getCiphers()`. */
export function cipherNames(): string[] {
  const names = kinds.map(({ name }) => name.replace(/-(gcm|ccm)$/, (mode) => mode.toUpperCase()))
  return [...names, ...[...aliases.keys()].filter((name) => !/^aes\d+-(?!wrap)/.test(name) && !byName.has(name))].sort()
}

/** Returns whether a cipher also authenticates and gives a tag at the end. */
export const isAuthenticated = ({ mode }: CipherKind): boolean =>
  mode === 'gcm' || mode === 'ccm' || mode === 'poly1305'
