// Web Cryptography: globalThis.crypto.
const { subtle } = crypto
const hex = (buffer) => Buffer.from(buffer).toString('hex')
const data = Buffer.from('some data')
for (const name of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) console.log(name, hex(await subtle.digest(name, data)))
const raw = (length) => Buffer.from({ length, ...Object.fromEntries(Array.from({ length }, (_, i) => [i, i * 3])) })
for (const [name, parameters] of Object.entries({ 'AES-GCM': { iv: raw(12), additionalData: raw(5) }, 'AES-CBC': { iv: raw(16) }, 'AES-CTR': { counter: raw(16), length: 64 } })) {
  const key = await subtle.importKey('raw', raw(32), name, true, ['encrypt', 'decrypt'])
  const cipher = await subtle.encrypt({ name, ...parameters }, key, data)
  console.log(name, hex(cipher), Buffer.from(await subtle.decrypt({ name, ...parameters }, key, cipher)).toString(), await subtle.exportKey('jwk', key))
}
const hmac = await subtle.importKey('raw', raw(20), { name: 'HMAC', hash: 'SHA-512' }, true, ['sign', 'verify'])
const mac = await subtle.sign('HMAC', hmac, data)
console.log(hex(mac), await subtle.verify('HMAC', hmac, mac, data), await subtle.verify('HMAC', hmac, mac, Buffer.from('x')), hmac)
for (const parameters of [{ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', namedCurve: 'P-521' }, { name: 'Ed25519' }]) {
  const { publicKey, privateKey } = await subtle.generateKey(parameters, true, ['sign', 'verify'])
  const signature = await subtle.sign({ hash: 'SHA-256', ...parameters }, privateKey, data)
  const [spki, pkcs8] = [await subtle.exportKey('spki', publicKey), await subtle.exportKey('pkcs8', privateKey)]
  const again = await subtle.importKey('spki', spki, parameters, true, ['verify'])
  console.log(parameters, signature.byteLength, spki.byteLength, pkcs8.byteLength, await subtle.verify({ hash: 'SHA-256', ...parameters }, again, signature, data))
}
for (const parameters of [{ name: 'ECDH', namedCurve: 'P-384' }, { name: 'X25519' }]) {
  const [a, b] = [await subtle.generateKey(parameters, true, ['deriveBits']), await subtle.generateKey(parameters, true, ['deriveBits'])]
  const bits = (own, other) => subtle.deriveBits({ ...parameters, public: other.publicKey }, own.privateKey, 256)
  console.log(parameters.name, hex(await bits(a, b)) === hex(await bits(b, a)))
}
const password = await subtle.importKey('raw', data, 'PBKDF2', false, ['deriveBits', 'deriveKey'])
console.log(hex(await subtle.deriveBits({ name: 'PBKDF2', salt: raw(8), iterations: 100, hash: 'SHA-256' }, password, 256)))
const derived = await subtle.deriveKey({ name: 'PBKDF2', salt: raw(8), iterations: 100, hash: 'SHA-1' }, password, { name: 'AES-KW', length: 128 }, true, ['wrapKey', 'unwrapKey'])
console.log(hex(await subtle.wrapKey('raw', hmac, derived, 'AES-KW').catch((error) => Buffer.from(error.name))))
const material = await subtle.importKey('raw', data, 'HKDF', false, ['deriveBits'])
console.log(hex(await subtle.deriveBits({ name: 'HKDF', salt: raw(8), info: raw(3), hash: 'SHA-256' }, material, 200)))
const rsa = await subtle.generateKey({ name: 'RSA-OAEP', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['encrypt', 'decrypt'])
console.log(Buffer.from(await subtle.decrypt('RSA-OAEP', rsa.privateKey, await subtle.encrypt('RSA-OAEP', rsa.publicKey, data))).toString())
console.log(crypto.getRandomValues(new Uint32Array(4)).length, /^[\da-f-]{36}$/.test(crypto.randomUUID()))
for (const attempt of [() => subtle.digest('MD5', data), () => subtle.importKey('raw', raw(5), 'AES-GCM', true, ['encrypt']), () => subtle.sign('HMAC', rsa.privateKey, data), () => subtle.exportKey('raw', password), () => subtle.generateKey('nope', true, [])])
  await attempt().then(console.log, (error) => console.log(error.name, error.message))
try {
  crypto.getRandomValues(new Float32Array(1))
} catch (error) {
  console.log(error.name, error.message)
}
