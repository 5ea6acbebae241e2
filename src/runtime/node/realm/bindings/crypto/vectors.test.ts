/** The standards' own test vectors, through Node's own `node:crypto` in a process. */
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../run-program.fixture.ts'

/** Pairs of a program's expression and the standard's expected value in hexadecimal. */
const VECTORS: Record<string, [expression: string, expected: string][]> = {
  'HMAC (RFC 4231)': [
    [
      "hmac('sha256', '0b'.repeat(20), ascii('Hi There'))",
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      "hmac('sha224', hexOf('Jefe'), ascii('what do ya want for nothing?'))",
      'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44',
    ],
    [
      "hmac('sha512', 'aa'.repeat(131), ascii('Test Using Larger Than Block-Size Key - Hash Key First'))",
      '80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598',
    ],
  ],
  'PBKDF2 (RFC 6070)': [
    ["crypto.pbkdf2Sync('password', 'salt', 1, 20, 'sha1')", '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    ["crypto.pbkdf2Sync('password', 'salt', 4096, 20, 'sha1')", '4b007901b765489abead49d926f721d065a429c1'],
    ["crypto.pbkdf2Sync('pass\\0word', 'sa\\0lt', 4096, 16, 'sha1')", '56fa6aa75548099dcc37d7f03425e0c3'],
  ],
  'scrypt (RFC 7914 section 12)': [
    [
      "crypto.scryptSync('', '', 64, { N: 16, r: 1, p: 1 })",
      '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
    ],
    [
      "crypto.scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 })",
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    ],
  ],
  'HKDF (RFC 5869 appendix A)': [
    [
      "Buffer.from(crypto.hkdfSync('sha256', hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42))",
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      "Buffer.from(crypto.hkdfSync('sha1', hex('0c'.repeat(22)), '', '', 42))",
      '2c91117204d745f3500d636a62f64f0ab3bae548aa53d423b0d1f27ebba6f5e5673a081d70cce7acfc48',
    ],
  ],
  'Ed25519 (RFC 8032 section 7.1)': [
    [
      "crypto.sign(null, Buffer.alloc(0), ed25519('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'))",
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      "crypto.sign(null, hex('72'), ed25519('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))",
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ],
  'X25519 (RFC 7748 section 6.1)': [
    [
      "crypto.diffieHellman({ privateKey: x25519('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'), publicKey: { key: hex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'), format: 'raw-public', asymmetricKeyType: 'x25519' } })",
      '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
    ],
  ],
  'AES-GCM (the submission to NIST, cases 4 and 16)': [
    [
      "gcm('aes-128-gcm', 'feffe9928665731c6d6a8f9467308308')",
      '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47',
    ],
    [
      "gcm('aes-256-gcm', 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308')",
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ],
  'ChaCha20-Poly1305 (RFC 8439 section 2.8.2)': [
    ['chacha().slice(0, 16)', 'd31a8d34648e60db7b86afbc53ef7ec2'],
    ['chacha().slice(-16)', '1ae10b594f09e26a7e902ecbd0600691'],
  ],
  'SHA-3 and SHAKE (FIPS 202)': [
    ["crypto.createHash('sha3-256').digest()", 'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a'],
    [
      "crypto.createHash('shake128', { outputLength: 32 }).digest()",
      '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    ],
  ],
  'AES-CBC and CTR (NIST SP 800-38A appendix F)': [
    ["plain('aes-128-cbc', '000102030405060708090a0b0c0d0e0f')", '7649abac8119b246cee98e9b12e9197d'],
    ["plain('aes-128-ctr', 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff')", '874d6191b620e3261bef6864990db6ce'],
  ],
}

const HELPERS = `
const crypto = require('crypto')
const hex = (text) => Buffer.from(text, 'hex')
const ascii = (text) => Buffer.from(text)
const hexOf = (text) => ascii(text).toString('hex')
const hmac = (name, key, data) => crypto.createHmac(name, hex(key)).update(data).digest()
const raw = (identifier) => (seed) => crypto.createPrivateKey({ key: Buffer.concat([hex('302e020100300506032b65' + identifier + '04220420'), hex(seed)]), format: 'der', type: 'pkcs8' })
const [ed25519, x25519] = [raw('70'), raw('6e')]
const sealed = (cipher, text) => Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
const GCM_TEXT = 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'
const gcm = (name, key) => sealed(crypto.createCipheriv(name, hex(key), hex('cafebabefacedbaddecaf888')).setAAD(hex('feedfacedeadbeeffeedfacedeadbeefabaddad2')), hex(GCM_TEXT))
const SUNSCREEN = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
const chacha = () => sealed(crypto.createCipheriv('chacha20-poly1305', hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'), hex('070000004041424344454647')).setAAD(hex('50515253c0c1c2c3c4c5c6c7')), ascii(SUNSCREEN))
const plain = (name, iv) => crypto.createCipheriv(name, hex('2b7e151628aed2a6abf7158809cf4f3c'), hex(iv)).update(hex('6bc1bee22e409f96e93d7e117393172a'))
`

describe('node:crypto gives the values of the standards', async () => {
  const expressions = Object.values(VECTORS).flatMap((vectors) => vectors.map(([expression]) => expression))
  const { stdout, stderr } = await runProgram(
    `${HELPERS}\n${expressions.map((expression) => `console.log(${expression}.toString('hex'))`).join('\n')}`,
  )
  const results = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line, index) => [expressions[index], line]),
  )
  it.each(Object.entries(VECTORS))('%s', (_, vectors) => {
    expect(stderr).toBe('')
    for (const [expression, expected] of vectors) expect(results.get(expression), expression).toBe(expected)
  })
})
