/** Makes an error as Node's C++ does: the code is not part of the name. */
export function codedError(Type: ErrorConstructor, code: string, message: string): Error {
  return Object.assign(new Type(message), { code })
}

/** Libraries of OpenSSL: their names in error texts, their numbers, and the prefix of the reason in `error.code`. */
const LIBRARIES = {
  RSA: ['rsa routines', 0x04, 'RSA_'],
  EVP: ['digital envelope routines', 0x06, 'EVP_'],
  PEM: ['PEM routines', 0x09, 'PEM_'],
  X509: ['x509 certificate routines', 0x0b, 'X509_'],
  ASN1: ['asn1 encoding routines', 0x0d, 'ASN1_'],
  CRYPTO: ['common libcrypto routines', 0x0f, 'CRYPTO_'],
  EC: ['elliptic curve routines', 0x10, 'EC_'],
  Provider: ['Provider routines', 0x39, ''],
  DECODER: ['DECODER routines', 0x3c, ''],
} as const

/** Makes an error of OpenSSL: `reason` is its text, `number` its number within the library. */
export function opensslError(library: keyof typeof LIBRARIES, reason: string, number: number): Error {
  const [name, part, prefix] = LIBRARIES[library]
  // ERR_PACK: the library's number is above 23 bits of reason.
  const packed = (part * 2 ** 23 + number).toString(16).toUpperCase().padStart(8, '0')
  const code = `ERR_OSSL_${prefix}${reason.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`
  return Object.assign(new Error(`error:${packed}:${name}::${reason}`), { library: name, reason, code })
}

/** Makes the same for errors that OpenSSL also leaves in its queue. */
export function queuedOpensslError(...parameters: Parameters<typeof opensslError>): Error {
  const error = opensslError(...parameters)
  const { library, reason, code } = error as Error & Record<'library' | 'reason' | 'code', string>
  return Object.assign(new Error(error.message), { opensslErrorStack: [error.message], library, reason, code })
}

/** Makes OpenSSL's error for a key that it cannot read. */
export const unreadableKey = (): Error => queuedOpensslError('DECODER', 'unsupported', 0x8010c)

export const unsupportedOperation = (): Error =>
  codedError(Error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION', 'Unsupported crypto operation')

/** Makes an error for what a simulated process cannot do. */
export function notSupported(what: string): Error {
  return codedError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${what} is not supported in the simulated runtime`)
}
