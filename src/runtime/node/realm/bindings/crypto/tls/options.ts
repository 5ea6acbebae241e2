/** Options of contexts as programs write them. */
import { codedError, notSupported } from '../errors.ts'
import { sslError } from './errors.ts'
import { GROUPS, type Group, SCHEMES, SUITES, type Suite } from './protocol/index.ts'

export const TLS_1_3 = 0x0304
const TLS_1_2 = 0x0303

/** Names of OpenSSL's suites of TLS 1.3 that don't exist here. */
const OTHER_SUITES = ['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256']

export function suitesNamed(list: string): Suite[] {
  const names = list.split(':').filter((name) => !name.startsWith('!'))
  const suites = names.flatMap((name) => {
    const suite = SUITES.find((candidate) => candidate.name === name)
    if (!suite && !OTHER_SUITES.includes(name)) throw sslError('no cipher match')
    return suite ? [suite] : []
  })
  if (suites.length === 0 && names.length > 0) throw notSupported(names.join(' or '))
  return suites
}

export function groupsNamed(list: string): Group[] {
  return list.split(':').map((name) => {
    const group = GROUPS.find(({ names }) => names.some((known) => known.toLowerCase() === name.toLowerCase()))
    if (!group) throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to set ECDH curve')
    return group
  })
}

/** Names of RFC 8446 besides OpenSSL's. */
const SCHEME_NAMES: Readonly<Record<string, number>> = {
  ecdsa_secp256r1_sha256: 0x0403,
  ecdsa_secp384r1_sha384: 0x0503,
  ecdsa_secp521r1_sha512: 0x0603,
  rsa_pss_rsae_sha256: 0x0804,
  rsa_pss_rsae_sha384: 0x0805,
  rsa_pss_rsae_sha512: 0x0806,
  rsa_pss_pss_sha256: 0x0809,
  rsa_pss_pss_sha384: 0x080a,
  rsa_pss_pss_sha512: 0x080b,
  rsa_pkcs1_sha256: 0x0401,
  rsa_pkcs1_sha384: 0x0501,
  rsa_pkcs1_sha512: 0x0601,
}

export function schemesNamed(list: string): number[] {
  return list.split(':').flatMap((name) => {
    const wanted = name.toLowerCase()
    const found = SCHEMES.filter((scheme) => scheme.name.toLowerCase() === wanted || SCHEME_NAMES[wanted] === scheme.id)
    if (found.length === 0) throw new Error('error:00000000:lib(0)::reason(0)')
    return found.map(({ id }) => id)
  })
}

/** Returns the lowest and the highest version that `secureProtocol` means, as SecureContext::Init does. */
export function versionsOf(method: string | undefined, min: number, max: number): [number, number] {
  if (typeof method !== 'string') return [min, max]
  const match = /^(SSLv2|SSLv3|SSLv23|TLS|TLSv1|TLSv1_1|TLSv1_2)(?:_client|_server)?_method$/.exec(method)
  const invalid = (text: string) => codedError(TypeError, 'ERR_TLS_INVALID_PROTOCOL_METHOD', text)
  if (!match) throw invalid(`Unknown method: ${method}`)
  const [, name = ''] = match
  if (name === 'SSLv2' || name === 'SSLv3') throw invalid(`${name} methods disabled`)
  if (name === 'SSLv23') return [0, TLS_1_2]
  return name === 'TLS' ? [0, TLS_1_3] : [0, TLS_1_2]
}
