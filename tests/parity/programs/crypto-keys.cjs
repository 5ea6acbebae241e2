// Keys written by real Node, read and written again in every way; what cannot be read.
const crypto = require('node:crypto')
const PEMS = {
  ed25519: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
  p256: '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxg6kjf8ECZ+D7H17\nfGMRvIhunGZ8d38GpwOlFuKKBTWhRANCAARKdjdB9UEN6s1N8vysCOZkxM+J5ArB\nzmopZci3LRiMX24bwN/eQFpeWgDdK2ORDMbl5vdXEFL5PRTUcIDU4jfk\n-----END PRIVATE KEY-----\n',
  p384: '-----BEGIN PRIVATE KEY-----\nMIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDDOtAf9EU6uDq/jwxcV\nbniCIZP3TTzbvztLFVueG4JItY+GDeTIfUWBH29z9Nq4IA2hZANiAAS+Iqw0NmcB\npJNk7+PKq8U5201k2pnfOioDNAg0uNrCHSThCaNmB6u97xgi6j9uJZTBMX6veYwG\n0HX1I6ATXAohpgiNa4wUjFMLwmsiNOH7B5LMXrGnjDeFVb99OlW3pNM=\n-----END PRIVATE KEY-----\n',
  p521: '-----BEGIN PRIVATE KEY-----\nMIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIA63nnNVGIUKqDi0+0\np9POp8X4eKtvcc3xwmYVxjQGXFww3DIBJGS3OGmghkwnzG1MV/vdmgDICA4cjOFt\nZcex0zOhgYkDgYYABACnsTlunTZ6/FxtnQKMgBDJxprynsjrdoHG4KZcg8GH9SRC\nQ9zB5FI8slKIq+4WPrjK5deUYGo1PrbrCF5gBuHJLQGs9aV8f3HyCOM8r+ccGnDJ\npVxMmvucJ5V8qnlCgIeXxhSkrsmRJJ7gNBTvvs3VZIVm8pYgUX7mLQkI0feBFqbt\nWA==\n-----END PRIVATE KEY-----\n',
  secp256k1: '-----BEGIN PRIVATE KEY-----\nMIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgcHaXtajJnDqPH3zKG2eK\n+R/Sm1vwYCLdsdfFB0UzhWOhRANCAARV4Gc2RsUyWZMoP6Z4OlaYvCBla6UbLurq\nmUxAXnoen5yeD5mCfbliQo0h9ZozjQeKTs2zK/og/VfPegrEFu/1\n-----END PRIVATE KEY-----\n',
  x25519: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIBh2lZ5qpTiDxTgUy+1UBWI29FsQjOTBTCEpgxbuzZlo\n-----END PRIVATE KEY-----\n',
  ed448: '-----BEGIN PRIVATE KEY-----\nMEcCAQAwBQYDK2VxBDsEOawKt0E9xoYFccyp7lcTWCWKEHkQ0oYlfgoNmv4y9iu9\nxRAWcvUpjmVPBVUhMSg5kBmS7csqyj/8eA==\n-----END PRIVATE KEY-----\n',
  x448: '-----BEGIN PRIVATE KEY-----\nMEYCAQAwBQYDK2VvBDoEOFADHhqukoYDqVFd6nE6ahK7ljP7iUnsO6jW+jBZ8X6I\n7zhrzVmzjHsvTbGO7+fZKdjmV/9ev+f5\n-----END PRIVATE KEY-----\n',
  rsa: '-----BEGIN PRIVATE KEY-----\nMIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALbik+PKsNn6PJyf\nNGfEuxmeppgpKyNR8ThQfEIzonwyf0JD9A76xtKRS6BRJgUYTEV8leR3E56TMqg5\n/Un1apZsnv5upXNRxulh3HEwxTwLsrvCZn1bx8c8Vm9nPhtgcY0vqItQaSDBGJi1\ncsbhUHQBEro3fdlKiJfyoHMEV3E1AgMBAAECgYBHIaVHygQzI+MDP+DQI3JqKoy9\nTfXbTPm3X4aU8SRXjgR1L5zzXpKKP7zcY/OXs7WmqShbrfzRhosDZ1qes3d61P4B\n5BLODJ9Ji3rsOQ+9Qs8gBu3bw9kSYV496xzN7cGxbYlVNNwcwwFN3L+nKwbNbuHM\nwsAvfDw1Riy2wWUZ2QJBAPFZ/MSfF/Tu7OO2noZ2/csB3d9/TbC/vJaxA2aalnFG\ncHUQdDj+Lg6joTP6EVsHPmNRVuN91zxJMqFa2FC/2dMCQQDB/CooR8bZqqt/P2+Z\niLDrgD/d5xlQonZ8bD5K4/xhw7x2g5MaN3NWs7UuI2dC79dBASpl4y6K6AZ3UMNQ\noNvXAkEAs/f7IQ7VCWJkKIUTfocaRpe0v6So5QSEdwW12HurdPomf1RupdT7uRTQ\n7vYonO0w21Ra6zX6Gk0mwOUB6my02wJAdVcuvRzl6Sb3BEsAG9R2iI4UlAtF4ePU\nXmEvsSeFtDGtn9bpNbOTHkAoeZdK0E+6WoT0+5rXvYiq2KPO8cfMEwJAHTFxLlk4\nnLuUmpWfcE2i5sYsc2GKe84G7xGd6H7/aeJ+Djawjf1KfpNGNm11iC3rTquLO6Zf\nv5nn9S9ZGna3Lw==\n-----END PRIVATE KEY-----\n',
}
for (const [name, pem] of Object.entries(PEMS)) {
  const key = crypto.createPrivateKey(pem)
  const open = crypto.createPublicKey(pem)
  console.log(name, key.type, key.asymmetricKeyType, key.asymmetricKeyDetails, open.type)
  console.log(key.export({ type: 'pkcs8', format: 'pem' }) + open.export({ type: 'spki', format: 'pem' }))
  console.log(key.export({ format: 'jwk' }), open.export({ format: 'jwk' }))
  if (name.startsWith('rsa')) console.log(key.export({ type: 'pkcs1', format: 'der' }).toString('hex'), open.export({ type: 'pkcs1', format: 'pem' }))
  if (name.startsWith('p') || name.startsWith('secp')) console.log(key.export({ type: 'sec1', format: 'pem' }))
  const back = [
    crypto.createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }),
    crypto.createPrivateKey({ key: key.export({ type: 'pkcs8', format: 'der' }), format: 'der', type: 'pkcs8' }),
    crypto.createPrivateKey({ key: key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-192-cbc', passphrase: 'secret' }), passphrase: 'secret' }),
  ]
  console.log(back.map((other) => other.equals(key)), crypto.createPublicKey(key).equals(open), open.equals(key))
}
const secret = crypto.createSecretKey('0123456789abcdef', 'hex')
console.log(secret, secret.symmetricKeySize, secret.export(), secret.export({ format: 'jwk' }), secret.equals(crypto.createSecretKey(Buffer.from('0123456789abcdef', 'hex'))))
console.log(crypto.createHmac('sha256', secret).update('x').digest('hex'))
const ed = PEMS.ed25519
const attempts = {
  text: () => crypto.createPrivateKey('no key'),
  'public as private': () => crypto.createPrivateKey(crypto.createPublicKey(ed).export({ type: 'spki', format: 'pem' })),
  'wrong kind': () => crypto.createPrivateKey({ key: {}, format: 'jwk' }),
  'bad point': () => crypto.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, format: 'jwk' }),
  'bad curve': () => crypto.generateKeyPairSync('ec', { namedCurve: 'nope' }),
  'no passphrase': () => crypto.createPrivateKey(crypto.createPrivateKey(ed).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })),
  'wrong type': () => crypto.createPrivateKey(ed).export({ type: 'spki', format: 'pem' }),
  'pkcs1 of ed25519': () => crypto.createPrivateKey(ed).export({ type: 'pkcs1', format: 'pem' }),
  'secret as public': () => crypto.createPublicKey(secret),
}
for (const [name, attempt] of Object.entries(attempts))
  try {
    console.log(name, attempt())
  } catch (error) {
    console.log(name, error.name, error.code, error.message)
  }
