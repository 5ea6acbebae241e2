// ECDH, Diffie-Hellman of the known groups, and agreement of key objects.
const crypto = require('node:crypto')
for (const curve of ['prime256v1', 'secp384r1', 'secp521r1', 'secp256k1']) {
  const [a, b] = [crypto.createECDH(curve), crypto.createECDH(curve)]
  a.setPrivateKey(Buffer.alloc(32, 7))
  b.generateKeys()
  console.log(curve, a.getPublicKey('hex'), a.getPublicKey('hex', 'compressed'), a.getPublicKey('hex', 'hybrid'), a.getPrivateKey('hex'))
  console.log(a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey('base64', 'compressed'), 'base64')))
  console.log(crypto.ECDH.convertKey(a.getPublicKey(), curve, undefined, 'hex', 'compressed'))
}
for (const group of ['modp1', 'modp5', 'modp14']) {
  const [a, b] = [crypto.getDiffieHellman(group), crypto.createDiffieHellmanGroup(group)]
  a.generateKeys()
  b.generateKeys('hex')
  console.log(group, a.getPrime('hex').length, a.getGenerator('hex'), a.verifyError, a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey())))
}
const own = crypto.createDiffieHellman(crypto.getDiffieHellman('modp5').getPrime(), 5)
own.setPrivateKey(Buffer.from('0123456789'))
own.generateKeys()
console.log(own.getPublicKey('hex').slice(0, 40), own.verifyError)
for (const type of ['x25519', 'x448']) {
  const [a, b] = [crypto.generateKeyPairSync(type), crypto.generateKeyPairSync(type)]
  console.log(type, crypto.diffieHellman({ privateKey: a.privateKey, publicKey: b.publicKey }).equals(crypto.diffieHellman({ privateKey: b.privateKey, publicKey: a.publicKey })))
}
const attempts = {
  curve: () => crypto.createECDH('nope'),
  group: () => crypto.createDiffieHellmanGroup('nope'),
  point: () => crypto.createECDH('secp256k1').computeSecret('nonsense'),
  'no key': () => crypto.createECDH('secp256k1').getPublicKey(),
  'private key of zeros': () => crypto.createECDH('secp256k1').setPrivateKey(Buffer.alloc(32)),
  format: () => crypto.createECDH('secp256k1').generateKeys('hex', 'nope'),
  kinds: () => crypto.diffieHellman({ privateKey: crypto.generateKeyPairSync('x25519').privateKey, publicKey: crypto.generateKeyPairSync('x448').publicKey }),
}
for (const [name, attempt] of Object.entries(attempts))
  try {
    console.log(name, attempt())
  } catch (error) {
    console.log(name, error.name, error.code, error.message)
  }
