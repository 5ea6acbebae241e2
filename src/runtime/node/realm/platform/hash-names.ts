/** Hash functions available to programs, by OpenSSL's names in lower case. */
export const HASH_NAMES: readonly string[] = [
  ...['md5', 'ripemd160', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256'],
  ...['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'blake2b512', 'blake2s256'],
]
