/** Verifies chains as OpenSSL's X509_verify_cert does with a callback that goes on after each error: the last error counts. */
import type { Certificate } from './certificate.ts'
import { authorityKeyIdentifier, extendedKeyUsage, mayIssue, subjectKeyIdentifier, Usage } from './extensions.ts'

/** OpenSSL's codes and texts. */
export const VERIFY_ERRORS = {
  UNABLE_TO_GET_ISSUER_CERT: 'unable to get issuer certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to verify the first certificate',
  CERT_SIGNATURE_FAILURE: 'certificate signature failure',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_HAS_EXPIRED: 'certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  INVALID_CA: 'invalid CA certificate',
  INVALID_PURPOSE: 'unsuitable certificate purpose',
} as const

export type VerifyError = keyof typeof VERIFY_ERRORS

export interface Verification {
  /** The peer's certificates, its own first. */
  readonly presented: readonly Certificate[]
  readonly trusted: readonly Certificate[]
  /** Milliseconds since 1970. */
  readonly now: number
  readonly purpose: 'server' | 'client'
  /** A trusted certificate that is not its own issuer ends a chain too. */
  readonly partialChain: boolean
  isSignedBy(certificate: Certificate, issuer: Certificate): boolean
}

const LONGEST_CHAIN = 100

const same = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, i) => byte === right[i])

/** Returns whether names and key identifiers fit (X509_check_issued). */
export function couldIssue(issuer: Certificate, certificate: Certificate): boolean {
  if (!same(issuer.subject.der, certificate.issuer.der)) return false
  const wanted = authorityKeyIdentifier(certificate)
  const own = subjectKeyIdentifier(issuer)
  return !wanted || !own || same(wanted, own)
}

const isSelfIssued = (certificate: Certificate): boolean => couldIssue(certificate, certificate)

interface Chain {
  readonly certificates: readonly Certificate[]
  readonly isTrusted: boolean
  /** How many come from the peer. */
  readonly presented: number
}

/** Builds a chain from the peer's certificate up, trusted issuers first. */
export function buildChain({
  presented,
  trusted,
  partialChain,
}: Pick<Verification, 'presented' | 'trusted' | 'partialChain'>): Chain {
  const certificates = [presented[0]!]
  const isTrustedItself = (certificate: Certificate) => trusted.some(({ der }) => same(der, certificate.der))
  let count = 1
  while (certificates.length < LONGEST_CHAIN) {
    const last = certificates.at(-1)!
    if (isTrustedItself(last) && (partialChain || isSelfIssued(last)))
      return { certificates, isTrusted: true, presented: count }
    if (isSelfIssued(last)) break
    const fits = (candidate: Certificate) => couldIssue(candidate, last) && !certificates.includes(candidate)
    const anchor = trusted.find(fits)
    const next = anchor ?? presented.find(fits)
    if (!next) break
    if (!anchor) count++
    certificates.push(next)
  }
  return { certificates, isTrusted: false, presented: count }
}

/** Returns the last error, or null for a chain that holds. */
export function verifyChain(verification: Verification): VerifyError | null {
  const chain = buildChain(verification)
  const errors = [...trustErrors(chain), ...extensionErrors(chain, verification), ...linkErrors(chain, verification)]
  return errors.at(-1) ?? null
}

function trustErrors({ certificates, isTrusted, presented }: Chain): VerifyError[] {
  if (isTrusted) return []
  const last = certificates.at(-1)!
  if (isSelfIssued(last))
    return [certificates.length === 1 ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'SELF_SIGNED_CERT_IN_CHAIN']
  return [presented < certificates.length ? 'UNABLE_TO_GET_ISSUER_CERT' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']
}

function extensionErrors({ certificates }: Chain, { purpose }: Verification): VerifyError[] {
  const errors: VerifyError[] = []
  certificates.forEach((certificate, depth) => {
    if (depth > 0 && !mayIssue(certificate)) errors.push('INVALID_CA')
    const usages = extendedKeyUsage(certificate)
    const wanted = purpose === 'server' ? Usage.serverAuth : Usage.clientAuth
    if (usages && !usages.includes(wanted) && !usages.includes(Usage.any)) errors.push('INVALID_PURPOSE')
  })
  return errors
}

/** Checks signatures and times from the top down (internal_verify). */
function linkErrors(chain: Chain, { now, isSignedBy }: Verification): VerifyError[] {
  const { certificates } = chain
  const errors: VerifyError[] = []
  const top = certificates.length - 1
  const whole = isSelfIssued(certificates[top]!) || chain.isTrusted
  if (!whole && top === 0) errors.push('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  for (let depth = whole || top === 0 ? top : top - 1; depth >= 0; depth--) {
    const certificate = certificates[depth]!
    const issuer = certificates[depth + 1]
    if (issuer && !isSignedBy(certificate, issuer)) errors.push('CERT_SIGNATURE_FAILURE')
    if (certificate.notBefore > now) errors.push('CERT_NOT_YET_VALID')
    if (certificate.notAfter < now) errors.push('CERT_HAS_EXPIRED')
  }
  return errors
}
